package dev.cobnut.runtime.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import com.hazelcast.instance.impl.LifecycleServiceImpl;
import com.hazelcast.map.IMap;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.scheduler.Save;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One member, whose maps lose and forget what a test says. */
final class HazelcastCheckpointTest extends CheckpointContract {
  private static TestGrid grid;
  private static HazelcastInstance member;

  private HazelcastCheckpoint checkpoint;

  @BeforeAll
  static void start() throws IOException {
    grid = new TestGrid(0, 0);
    member = grid.start();
  }

  @AfterAll
  static void stop() {
    grid.close();
  }

  @BeforeEach
  void empty() {
    grid.clear();
    checkpoint = grid.checkpoint(member);
  }

  @Override
  Checkpoint written() {
    return checkpoint;
  }

  @Override
  Checkpoint read() {
    return checkpoint;
  }

  private static IMap<String, byte[]> tasks() {
    return grid.map(MapNames.TASKS);
  }

  private static IMap<String, byte[]> headers() {
    return grid.map(MapNames.HEADERS);
  }

  private String key(long term, String name) {
    return EntryNames.key(origin + term, name);
  }

  private String header(long term) {
    return EntryNames.headerKey(origin + term);
  }

  /** The key of the job's first maps. */
  private String maps(long term) {
    return key(term, JOB + "/s0-m/0");
  }

  /** Takes an entry away; it must have been there. */
  private static byte[] lose(IMap<String, byte[]> map, String key) {
    byte[] lost = map.remove(key);
    assertThat(lost).as(key).isNotNull();
    return lost;
  }

  @Test
  void mapsWithoutAnEntryDoNotHold() {
    open(1, job(JOB), idle(JOB, 0, 1));
    settled(1);
    lose(tasks(), maps(1));

    assertThat(base(0)).isEmpty();
  }

  @Test
  void mapsWithoutAJobDoNotHold() {
    open(1, job(JOB), idle(JOB, 0, 1));
    settled(1);
    lose(grid.map(MapNames.JOBS), key(1, JOB.value()));

    assertThat(base(0)).isEmpty();
  }

  @Test
  void mapsWithAnOlderEntryDoNotHold() {
    open(1, job(JOB), idle(JOB, 0, 1));
    settled(1);
    byte[] old = lose(tasks(), maps(1));
    write(2, idle(JOB, 0, 2));
    settled(2);

    tasks().set(maps(1), old);

    assertThat(base(0)).isEmpty();
  }

  @Test
  void newerEntryThanTheHeaderSaysIsTaken() {
    open(1, job(JOB), idle(JOB, 0, 1));
    settled(1);
    byte[] old = headers().get(header(1));
    write(2, idle(JOB, 0, 2));
    settled(2);

    headers().set(header(1), old);

    assertHolds(1, job(JOB), idle(JOB, 0, 2));
  }

  @Test
  void mapsWithoutAHeaderDoNotHold() {
    open(1, job(JOB));
    settled(1);
    lose(headers(), header(1));

    assertThat(base(0)).isEmpty();
  }

  @Test
  void mapsWithoutTheListThatTheirHeaderGoesOnFromDoNotHold() {
    open(1, manyJobs(600));
    settled(1);

    lose(headers(), EntryNames.listKey(origin + 1, origin + 1));

    assertThat(base(0)).isEmpty();
  }

  private static Save[] manyJobs(int count) {
    Save[] jobs = new Save[count];
    for (int number = 0; number < count; number++) {
      jobs[number] = job(new JobId("j" + number));
    }
    return jobs;
  }

  @Test
  void olderTermIsNoStandInForANewerOneThatDoesNotHold() {
    Checkpoint zombie = grid.checkpoint(member);
    await(zombie.open(origin + 1, images(job(JOB))));
    open(3, job(JOB), job(OTHER));
    settled(3);
    await(zombie.write(origin + 2, images(idle(JOB, 0, 1))));
    lose(grid.map(MapNames.JOBS), key(3, OTHER.value()));

    TestGrid.awaitTrue("the zombie's header", () -> headers().containsKey(header(1)));
    assertThat(base(0)).isEmpty();
  }

  @Test
  void lateWriteOfAReplacedMasterLandsWhereNobodyReads() {
    Checkpoint zombie = grid.checkpoint(member);
    await(zombie.open(origin + 1, images(job(JOB), idle(JOB, 0, 1))));
    open(3, job(JOB), idle(JOB, 0, 2));
    TestGrid.awaitTrue("the end of term 1", () -> !headers().containsKey(header(1)));

    await(zombie.write(origin + 4, images(idle(JOB, 0, 3), job(OTHER))));

    TestGrid.awaitTrue("the zombie's header", () -> headers().containsKey(header(1)));
    assertHolds(3, job(JOB), idle(JOB, 0, 2));
  }

  @Test
  void earlierTermsAreDroppedAndLaterOnesAreNot() {
    open(1, job(JOB), idle(JOB, 0, 1));
    Checkpoint newer = grid.checkpoint(member);
    await(newer.open(origin + 9, images(job(OTHER))));
    settled(9);
    open(5, job(JOB), idle(JOB, 0, 2));

    TestGrid.awaitTrue(
        "the end of term 1",
        () ->
            MapNames.all().stream()
                .flatMap(name -> grid.map(name).keySet().stream())
                .noneMatch(key -> EntryNames.term(key) == origin + 1));
    assertHolds(9, job(OTHER));
  }

  @Test
  void forgottenJobLeavesNoEntryBehind() {
    open(1, job(JOB), idle(JOB, 0, 1), job(OTHER), idle(OTHER, 700, 1));
    settled(1);
    assertThat(tasks().keySet()).contains(maps(1), key(1, OTHER + "/s0-m/2"));

    write(2, new Save.SaveForgotten(OTHER));

    TestGrid.awaitTrue(
        "the end of its entries", () -> !tasks().containsKey(key(1, OTHER + "/s0-m/2")));
    TestGrid.awaitTrue(
        "the end of it", () -> !grid.map(MapNames.JOBS).containsKey(key(1, OTHER.value())));
    assertHolds(2, job(JOB), idle(JOB, 0, 1));
  }

  @Test
  void damagedEntryDoesNotHold() {
    open(1, job(JOB), idle(JOB, 0, 1));
    settled(1);
    byte[] bytes = lose(tasks(), maps(1));
    bytes[bytes.length - 1] ^= 1;
    tasks().set(maps(1), bytes);

    assertThat(base(0)).isEmpty();
  }

  @Test
  void allIsWrittenAnewAfterAMerge() {
    open(1, manyJobs(600));
    write(2, job(JOB), idle(JOB, 0, 1));
    settled(2);
    MapNames.all().forEach(name -> grid.map(name).clear());
    write(3, idle(JOB, 1, 1));
    assertThat(base(0)).as("before the merge is known").isEmpty();

    ((LifecycleServiceImpl) member.getLifecycleService()).fireLifecycleEvent(LifecycleState.MERGED);
    write(4);

    assertThat(settled(4).images().size()).isEqualTo(603);
  }

  /** Lets nothing in at the partition of a key until the latch is opened. */
  private static void block(IMap<String, byte[]> map, String key, CountDownLatch latch) {
    CountDownLatch blocked = new CountDownLatch(1);
    map.submitToKey(
        key,
        entry -> {
          blocked.countDown();
          awaitLatch(latch);
          return null;
        });
    awaitLatch(blocked);
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void writeThatIsNotTakenInSoonIsMadeGoodLater() {
    open(1, job(JOB), idle(JOB, 0, 1));
    settled(1);
    CountDownLatch latch = new CountDownLatch(1);
    block(headers(), header(1), latch);
    try {
      write(2, idle(JOB, 0, 2));
      Future<Void> next = checkpoint.write(origin + 3, images(idle(JOB, 1, 1)));
      assertThat(next.isComplete()).as("nobody waits for maps that lag").isTrue();
    } finally {
      latch.countDown();
    }
    settled(3);
    write(4, idle(JOB, 2, 1));

    assertHolds(4, job(JOB), idle(JOB, 0, 2), idle(JOB, 1, 1), idle(JOB, 2, 1));
  }

  @Test
  void noCallHoldsUpAnEventLoop() {
    CountDownLatch latch = new CountDownLatch(1);
    open(1, job(JOB));
    block(headers(), header(1), latch);
    Context context = grid.vertx.getOrCreateContext();
    try {
      Promise<Void> free = Promise.promise();
      context.runOnContext(
          none -> {
            checkpoint.read(0);
            checkpoint.open(origin + 3, images(job(JOB)));
            checkpoint.write(origin + 4, images(idle(JOB, 0, 1)));
            context.runOnContext(again -> free.complete());
          });
      await(free.future());
      assertThat(latch.getCount()).isEqualTo(1);
    } finally {
      latch.countDown();
    }
    assertHolds(4, job(JOB), idle(JOB, 0, 1));
  }
}
