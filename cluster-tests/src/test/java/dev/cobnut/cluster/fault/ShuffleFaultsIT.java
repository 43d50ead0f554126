package dev.cobnut.cluster.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.cluster.Await;
import dev.cobnut.cluster.FreePorts;
import dev.cobnut.cluster.NodeProcess;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;

/** Fetches that go wrong on their way, and map outputs that go wrong on the disk. */
final class ShuffleFaultsIT {
  private static final int VALUE_BYTES = 100;

  @Fault(row = 19)
  @Tag("faults")
  void stalledFetchIsBrokenOffAndTriedAgain(FaultRun run) throws Exception {
    throughProxy(run, ShuffleProxy.Fault.STALL, 3);
  }

  @Fault(row = 20, part = "reset")
  void resetFetchIsTriedAgain(FaultRun run) throws Exception {
    throughProxy(run, ShuffleProxy.Fault.RESET, 3);
  }

  @Fault(row = 20, part = "ends early")
  @Tag("faults")
  void truncatedFetchIsTriedAgain(FaultRun run) throws Exception {
    throughProxy(run, ShuffleProxy.Fault.TRUNCATE, 3);
  }

  @Fault(row = 30, part = "on the way")
  @Tag("faults")
  void corruptFetchIsTriedAgain(FaultRun run) throws Exception {
    throughProxy(run, ShuffleProxy.Fault.CORRUPT, 3);
  }

  @Fault(row = 18, part = "fetches alone")
  @Tag("faults")
  void slowFetchIsWaitedFor(FaultRun run) throws Exception {
    FaultJob job = throughProxy(run, ShuffleProxy.Fault.SLOW, Integer.MAX_VALUE);
    assertThat(job.attempts(a -> a.state().equals("lost"))).isEmpty();
  }

  /** The second worker is reached through a proxy. */
  private static FaultJob throughProxy(FaultRun run, ShuffleProxy.Fault fault, int times)
      throws Exception {
    int port = FreePorts.of(1).get(0);
    ShuffleProxy proxy = run.keep(ShuffleProxy.start(port, fault, 20_000, times));
    List<FaultCluster.Plan> plans = new ArrayList<>(FaultCluster.plans(2));
    plans.set(
        1,
        plans
            .get(1)
            .with("-Dcobnut.shuffle.port=" + port, "-Dcobnut.shuffle.public.port=" + proxy.port()));
    FaultCluster cluster = run.cluster(plans);
    FaultJob job = FaultJob.submit(cluster, run.job().with("pad", VALUE_BYTES));

    run.proven(fault + " at the proxy", () -> proxy.times() > 0);
    run.endsAsIfNothingHadBeen(cluster, job);
    assertThat(job.attempts(a -> a.state().equals("failed"))).isEmpty();
    run.sees("%d times; the job ended, no attempt failed".formatted(proxy.times()));
    return job;
  }

  @Fault(row = 30, part = "on the disk")
  void flippedBitOnTheDiskMakesTheMapRunAgain(FaultRun run) throws Exception {
    spoiled(
        run,
        output -> {
          try (RandomAccessFile file = new RandomAccessFile(output.toFile(), "rw")) {
            // In the region of a partition whose reduce waits for a place.
            long place = file.length() * 3 / 4;
            file.seek(place);
            int old = file.read();
            file.seek(place);
            file.write(old ^ 4);
          }
        });
  }

  @Fault(row = 31, part = "cut short")
  @Tag("faults")
  void truncatedMapOutputMakesTheMapRunAgain(FaultRun run) throws Exception {
    spoiled(
        run,
        output -> {
          try (RandomAccessFile file = new RandomAccessFile(output.toFile(), "rw")) {
            file.setLength(file.length() / 2);
          }
        });
  }

  @Fault(row = 31, part = "deleted")
  @Tag("faults")
  void deletedMapOutputMakesTheMapRunAgain(FaultRun run) throws Exception {
    spoiled(run, Files::delete);
  }

  /** What is done to a map output. */
  @FunctionalInterface
  private interface Spoiling {
    void spoil(Path output) throws IOException;
  }

  /** All map outputs of a worker are spoiled when some reduces haven't fetched from them yet. */
  private static void spoiled(FaultRun run, Spoiling spoiling) throws Exception {
    FaultCluster cluster = run.cluster(2);
    FaultJob job =
        FaultJob.submit(cluster, run.job().with("pad", VALUE_BYTES).reducers(12).gated("reduce"));
    NodeProcess victim = cluster.idleNode();
    job.awaitAtGate(victim);
    job.awaitMaps();
    List<Path> outputs = mapOutputs(cluster.jobFiles(victim).resolve(job.id()));
    assertThat(outputs).isNotEmpty();
    List<byte[]> before = new ArrayList<>();
    for (Path output : outputs) {
      before.add(Files.readAllBytes(output));
    }

    run.fire(
        "map outputs spoiled",
        () -> {
          for (Path output : outputs) {
            spoiling.spoil(output);
          }
        },
        () -> {
          for (int index = 0; index < before.size(); index++) {
            Path output = outputs.get(index);
            if (Files.exists(output)
                && java.util.Arrays.equals(before.get(index), Files.readAllBytes(output))) {
              return false;
            }
          }
          return true;
        });
    job.openGate();

    run.endsAsIfNothingHadBeen(cluster, job);
    long again =
        job.attempts(a -> a.kind().equals("map")).size()
            - job.attempts(a -> a.kind().equals("map")).stream()
                .map(FaultJob.Attempt::task)
                .distinct()
                .count();
    assertThat(again).as("attempts at maps that ran again").isPositive();
    run.sees("%d outputs spoiled, %d maps ran again".formatted(outputs.size(), again));
  }

  private static List<Path> mapOutputs(Path folder) throws IOException, InterruptedException {
    Await.until(
        "map outputs in " + folder,
        FaultRun.BOUND,
        () -> Files.isDirectory(folder) && !list(folder).isEmpty());
    return list(folder);
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".map")).sorted().toList();
    }
  }
}
