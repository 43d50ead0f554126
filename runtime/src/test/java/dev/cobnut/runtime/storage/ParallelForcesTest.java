package dev.cobnut.runtime.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ParallelForcesTest {
  private final Set<String> done = ConcurrentHashMap.newKeySet();

  private DurableFiles.Force force(String name) {
    return () -> done.add(name);
  }

  private static void meet(CyclicBarrier others) throws IOException {
    try {
      others.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IOException(e);
    }
  }

  @Test
  void forcesDoNotWaitForEachOther() throws IOException {
    CyclicBarrier all = new CyclicBarrier(3, () -> done.add("all"));
    DurableFiles.Force force = () -> meet(all);

    ParallelForces.run(List.of(force, force, force));

    assertThat(done).containsExactly("all");
  }

  @Test
  void allAreDoneWhenOneFails() {
    DurableFiles.Force failing =
        () -> {
          throw new IOException("EIO");
        };

    assertThatThrownBy(() -> ParallelForces.run(List.of(force("a"), failing, failing, force("b"))))
        .isInstanceOf(IOException.class)
        .hasMessage("EIO")
        .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));
    assertThat(done).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void errorIsAFailureToo() {
    DurableFiles.Force broken =
        () -> {
          throw new IllegalStateException("broken");
        };

    assertThatThrownBy(() -> ParallelForces.run(List.of(force("a"), broken)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("broken");
  }

  @Test
  void interruptedThreadWaitsAndStaysInterrupted() throws IOException {
    CyclicBarrier both = new CyclicBarrier(2);
    DurableFiles.Force other =
        () -> {
          meet(both);
          done.add("other");
        };
    DurableFiles.Force mine =
        () -> {
          meet(both);
          Thread.currentThread().interrupt();
        };

    ParallelForces.run(List.of(mine, other));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(done).containsExactly("other");
  }

  @Test
  void nothingIsForcedOfNothing() throws IOException {
    ParallelForces.run(List.of());
    ParallelForces.run(List.of(force("a")));

    assertThat(done).containsExactly("a");
  }
}
