package dev.cobnut.runtime.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.scheduler.Save;
import dev.cobnut.runtime.json.RecordMapper;
import dev.cobnut.runtime.json.RecordSamples;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What every checkpoint that keeps something does. */
abstract class CheckpointContract {
  static final JobId JOB = new JobId("k3f9-a");
  static final JobId OTHER = new JobId("k3f9");

  private static final AtomicLong ORIGINS = new AtomicLong();

  /** Of the numbers in a test, so that none meets what the one before does in the background. */
  final long origin = ORIGINS.addAndGet(1_000);

  /** The checkpoint that a master writes; empty when a test begins. */
  abstract Checkpoint written();

  /** The same as the next master sees it. */
  abstract Checkpoint read();

  final Optional<Checkpoint.Base> base(long segmentMin) {
    return await(read().read(segmentMin == 0 ? 0 : origin + segmentMin));
  }

  final void open(long term, Save... saves) {
    await(written().open(origin + term, images(saves)));
  }

  final void write(long segment, Save... saves) {
    await(written().write(origin + segment, images(saves)));
  }

  /** What is kept once a segment is: a write may end before it is taken in. */
  final Checkpoint.Base settled(long segment) {
    TestGrid.awaitTrue("segment " + segment, () -> base(segment).isPresent());
    return base(segment).orElseThrow();
  }

  final void assertHolds(long segment, Save... saves) {
    Checkpoint.Base base = settled(segment);
    assertThat(base.segment()).isEqualTo(origin + segment);
    assertThat(base.images().saves()).containsExactlyInAnyOrder(saves);
  }

  static <T> T await(Future<T> future) {
    return future.timeout(60, TimeUnit.SECONDS).await();
  }

  static List<SavedImage> images(Save... saves) {
    return List.of(saves).stream().map(SavedImage::of).toList();
  }

  static Save job(JobId job) {
    RecordMapper<Save> mapper = RecordMapper.of(Save.class);
    Map<String, Object> tree = mapper.toTree(RecordSamples.of(Save.SaveJob.class).get(0));
    tree.put("job", job.value());
    return mapper.fromTree(tree);
  }

  static Save idle(JobId job, int index, int failures) {
    return new Save.SaveIdle(
        new TaskId(job, 0, TaskKind.MAP, index), failures, Optional.empty(), Optional.empty());
  }

  @Test
  void emptyCheckpointHoldsNothing() {
    assertThat(base(0)).isEmpty();
  }

  @Test
  void termBeginsWithAllThatItsMasterKnows() {
    open(7, job(JOB), idle(JOB, 0, 1));

    assertHolds(7, job(JOB), idle(JOB, 0, 1));
  }

  @Test
  void termBeginsWithNothingWhereNothingIsKnown() {
    open(1);

    assertHolds(1);
  }

  @Test
  void everyKindOfSaveIsReadBack() {
    Save[] all =
        RecordSamples.of(Save.class).stream()
            .map(Save.class::cast)
            .filter(save -> !(save instanceof Save.SaveForgotten))
            .toArray(Save[]::new);
    SavedImages expected = new SavedImages();
    images(all).forEach(expected::apply);

    open(1);
    write(2, all);

    assertHolds(2, expected.saves().toArray(Save[]::new));
  }

  @Test
  void lastImageOfAKeyCounts() {
    open(1, job(JOB), idle(JOB, 0, 1));
    write(2, idle(JOB, 0, 2), idle(JOB, 1, 1), idle(JOB, 0, 3));
    write(3, idle(JOB, 1, 2));

    assertHolds(3, job(JOB), idle(JOB, 0, 3), idle(JOB, 1, 2));
  }

  @Test
  void segmentThatSaysNothingCounts() {
    open(1, job(JOB));
    write(2);

    assertHolds(2, job(JOB));
  }

  @Test
  void lessThanTheSegmentThatIsAskedForIsNothing() {
    open(1, job(JOB));
    write(2, idle(JOB, 0, 1));
    settled(2);

    assertThat(base(3)).isEmpty();
  }

  @Test
  void writesTakeEffectInTheOrderOfTheCalls() {
    open(1, job(JOB));
    List<Future<Void>> writes = new ArrayList<>();
    for (int segment = 2; segment <= 200; segment++) {
      writes.add(written().write(origin + segment, images(idle(JOB, 0, segment))));
    }
    Future.all(writes).await();

    assertHolds(200, job(JOB), idle(JOB, 0, 200));
  }

  @Test
  void forgottenJobTakesItsOwnWithItAndNothingElse() {
    open(1, job(JOB), idle(JOB, 0, 1), job(OTHER), idle(OTHER, 0, 1));
    write(2, idle(OTHER, 1, 1), new Save.SaveForgotten(OTHER));

    assertHolds(2, job(JOB), idle(JOB, 0, 1));
  }

  @Test
  void forgottenJobsAreNoneInTheTermAfter() {
    open(1, job(JOB), job(OTHER), idle(OTHER, 0, 1));
    write(2, new Save.SaveForgotten(OTHER));
    open(3, job(JOB));

    assertHolds(3, job(JOB));
  }

  @Test
  void newestTermAloneIsRead() {
    open(1, job(JOB), job(OTHER));
    write(2, idle(JOB, 0, 1));
    open(3, job(JOB));
    write(4, idle(JOB, 1, 1));

    assertHolds(4, job(JOB), idle(JOB, 1, 1));
  }

  @Test
  void lateSegmentOfAnEarlierTermIsNotTakenIn() {
    open(1, job(JOB));
    open(3, job(JOB));
    write(2, job(OTHER));
    write(4);

    assertHolds(4, job(JOB));
  }

  @Test
  void whoeverHasLeftWritesNoMore() {
    open(1, job(JOB));
    settled(1);
    written().leave(origin + 1);
    write(2, job(OTHER));

    assertHolds(1, job(JOB));
  }

  @Test
  void largeJobIsReadBackWhole() {
    Save[] saves = new Save[20_001];
    for (int index = 0; index < 20_000; index++) {
      saves[index] = idle(JOB, index, 1);
    }
    saves[20_000] = job(JOB);

    open(1);
    write(2, saves);

    assertThat(settled(2).images().size()).isEqualTo(20_001);
  }

  @Test
  void manyJobsAreReadBackAndForgotten() {
    List<Save> jobs = new ArrayList<>();
    for (int number = 0; number < 1_300; number++) {
      jobs.add(job(new JobId("j" + number)));
    }
    open(1, jobs.toArray(Save[]::new));
    int left = jobs.size();
    for (int segment = 2; left > 100; segment++) {
      Save[] forgotten = new Save[100];
      for (int each = 0; each < 100; each++) {
        left--;
        forgotten[each] = new Save.SaveForgotten(new JobId("j" + left));
      }
      write(segment, forgotten);
      assertThat(settled(segment).images().size()).isEqualTo(left);
    }
    write(100, job(JOB));

    List<Save> expected = new ArrayList<>(jobs.subList(0, 100));
    expected.add(job(JOB));
    assertHolds(100, expected.toArray(Save[]::new));
  }
}
