package dev.cobnut.runtime.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.HazelcastInstance;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one member writes, and another reads. */
final class CheckpointOfTwoMembersTest extends CheckpointContract {
  private static TestGrid grid;
  private static HazelcastInstance first;
  private static HazelcastInstance second;

  private Checkpoint written;
  private Checkpoint read;

  @BeforeAll
  static void start() throws IOException {
    grid = new TestGrid(1, 0);
    first = grid.start();
    second = grid.start();
  }

  @AfterAll
  static void stop() {
    grid.close();
  }

  @BeforeEach
  void empty() {
    grid.clear();
    written = grid.checkpoint(first);
    read = grid.checkpoint(second);
  }

  @Override
  Checkpoint written() {
    return written;
  }

  @Override
  Checkpoint read() {
    return read;
  }

  @Test
  void writerThatDiesLeavesTheMapsToTheOther() throws Exception {
    try (TestGrid two = new TestGrid(1, 0)) {
      HazelcastInstance one = two.start();
      HazelcastInstance other = two.start();
      Checkpoint master = two.checkpoint(one);
      await(master.open(1, images(job(JOB))));
      for (int segment = 2; segment < 300; segment++) {
        await(master.write(segment, images(idle(JOB, 10 * segment, 1))));
      }
      TestGrid.awaitTrue("segment 299", () -> await(master.read(299)).isPresent());
      // The grid spreads its partitions over members that have joined; until then some have no
      // backup.
      TestGrid.awaitTrue("backups", () -> one.getPartitionService().isClusterSafe());

      two.kill(one);

      Checkpoint.Base base = await(two.checkpoint(other).read(299)).orElseThrow();
      assertThat(base.images().size()).isEqualTo(299);
    }
  }

  @Test
  void allIsWrittenAnewAfterAPartitionIsLost() throws Exception {
    try (TestGrid two = new TestGrid(0, 0)) {
      HazelcastInstance one = two.start();
      HazelcastInstance other = two.start();
      Checkpoint master = two.checkpoint(one);
      await(master.open(1, images(job(JOB))));
      for (int segment = 2; segment < 50; segment++) {
        await(master.write(segment, images(idle(JOB, 1_000 * segment, 1))));
      }
      TestGrid.awaitTrue("segment 49", () -> await(master.read(49)).isPresent());

      two.kill(other);
      TestGrid.awaitTrue("the loss", () -> await(master.read(0)).isEmpty());

      writeUntilRead(master, 50, master);
      assertThat(await(master.read(50)).orElseThrow().images().size()).isEqualTo(49);
    }
  }

  @Test
  void mapsWithoutAQuorumTakeNothingInUntilThereIsOne() throws Exception {
    try (TestGrid two = new TestGrid(1, 2)) {
      Checkpoint master = two.checkpoint(two.start());
      await(master.open(1, images(job(JOB))));
      await(master.write(2, images(idle(JOB, 0, 1))));
      assertThat(await(master.read(0))).isEmpty();

      Checkpoint standby = two.checkpoint(two.start());
      await(master.write(3, images(idle(JOB, 1, 1))));
      writeUntilRead(master, 4, standby);

      assertThat(await(standby.read(3)).orElseThrow().images().saves())
          .containsExactlyInAnyOrder(job(JOB), idle(JOB, 0, 1), idle(JOB, 1, 1));
    }
  }

  /** Writes segments that say nothing, as an acting master does, until all is read back. */
  private static void writeUntilRead(Checkpoint master, long from, Checkpoint reader) {
    AtomicLong segment = new AtomicLong(from);
    TestGrid.awaitTrue(
        "all of it",
        () -> {
          await(master.write(segment.get(), images()));
          return await(reader.read(segment.getAndIncrement())).isPresent();
        });
  }
}
