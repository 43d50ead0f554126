package dev.cobnut.cluster.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cobnut.cluster.Api;
import dev.cobnut.cluster.Await;
import dev.cobnut.cluster.Cli;
import dev.cobnut.cluster.NodeProcess;
import dev.cobnut.cluster.PluginJars;
import dev.cobnut.cluster.jobs.FaultCount;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;

/** What the journal decides: damaged, raced for, and asked for two things at once. */
@Tag("faults")
final class JournalFaultsIT {
  @Fault(row = 32)
  void damagedSegmentStopsTheStart(FaultRun run) throws Exception {
    FaultCluster cluster = run.cluster(1);
    run.endsAsIfNothingHadBeen(cluster, FaultJob.submit(cluster, run.job()));
    NodeProcess node = cluster.node(0);
    node.stop();
    List<Path> segments = files(cluster.folder().resolve("state/journal"));
    Path damaged = segments.get(segments.size() / 2);
    byte[] sound = Files.readAllBytes(damaged);

    run.fire("a bit flipped", () -> flip(damaged), () -> !sameBytes(damaged, sound));
    NodeProcess again = cluster.restart(node);

    assertThat(again.exit()).isNotZero();
    String said = again.log().substring(node.log().lastIndexOf("is up"));
    assertThat(said).contains(damaged.getFileName().toString());
    Files.write(damaged, sound);
    cluster.restart(again);
    cluster.awaitWorkers(1);
    run.endsAsIfNothingHadBeen(cluster, FaultJob.submit(cluster, run.job()));
    run.sees("the start stopped and named the segment; with it mended, all was there");
  }

  private static void flip(Path file) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(bytes.length() / 2);
      int old = bytes.read();
      bytes.seek(bytes.length() / 2);
      bytes.write(old ^ 8);
    }
  }

  private static boolean sameBytes(Path file, byte[] bytes) throws IOException {
    return java.util.Arrays.equals(Files.readAllBytes(file), bytes);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Fault(row = 47, part = "two submissions")
  void oneOfTwoSubmissionsToOneOutputIsRefused(FaultRun run) throws Exception {
    FaultCluster cluster = run.cluster(2);
    int rounds = 10;
    int refused = 0;
    for (int round = 0; round < rounds; round++) {
      FaultJob.Spec spec = run.job(2, 100);
      FaultJob.submit(cluster, run.job(2, 10));
      List<CompletableFuture<Api.Answer>> both = new ArrayList<>();
      for (NodeProcess node : cluster.nodes()) {
        both.add(CompletableFuture.supplyAsync(() -> post(node.api(), spec)));
      }
      List<Api.Answer> answers = both.stream().map(CompletableFuture::join).toList();
      List<Api.Answer> accepted = answers.stream().filter(a -> a.status() == 202).toList();
      assertThat(accepted).as(answers.toString()).hasSize(1);
      String winner = accepted.get(0).body().path("id").asText();
      for (Api.Answer answer : answers) {
        if (answer.status() != 202) {
          assertThat(answer.status()).isEqualTo(409);
          assertThat(answer.body().toString()).contains(winner);
          refused++;
        }
      }
      run.endsAsIfNothingHadBeen(cluster, FaultJob.submitted(cluster, spec, winner));
    }
    int second = refused;
    run.proven("both were asked for", () -> second == rounds);
    run.sees("%d times: one accepted, the other 409 with the job's id".formatted(rounds));
  }

  private static Api.Answer post(Api api, FaultJob.Spec spec) {
    try {
      return api.post("/api/v1/jobs", spec.document());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Fault(row = 47, part = "two runs")
  void oneOfTwoRunsToOneOutputIsRefused(FaultRun run) throws Exception {
    FaultJob.Spec spec = run.job(2, 200).gated("map");
    PluginJars.write(run.folder().resolve("fault-count.jar"), FaultCount.class);
    List<CompletableFuture<Cli.Result>> both = new ArrayList<>();
    for (int each = 0; each < 2; each++) {
      both.add(CompletableFuture.supplyAsync(() -> count(run.folder(), spec)));
    }
    // One stands at the gate, so that the other finds it at work.
    CompletableFuture.anyOf(both.toArray(CompletableFuture[]::new)).get(2, TimeUnit.MINUTES);
    Files.writeString(spec.gate().resolve("open"), "");
    List<Cli.Result> results = both.stream().map(CompletableFuture::join).toList();
    List<Cli.Result> refused = results.stream().filter(result -> result.exit() != 0).toList();

    run.proven("one was too many", () -> refused.size() == 1);
    assertThat(refused.get(0).err())
        .contains(spec.output().getFileName() + " is used by a run of job " + FaultCount.NAME);
    assertThat(spec.output().resolve("_SUCCESS")).exists();
    run.sees("the second was told: " + refused.get(0).err().strip());
  }

  private static Cli.Result count(Path folder, FaultJob.Spec spec) {
    try {
      return Cli.cobnut(
          folder,
          "run",
          FaultCount.NAME,
          "--plugins",
          folder.toString(),
          "--set",
          "gate=" + spec.gate(),
          "--set",
          "phase=map",
          "--input",
          spec.input().toString(),
          "--output",
          spec.output().toString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Fault(row = 48)
  void cancelAndDecisionHaveOneWinner(FaultRun run) throws Exception {
    FaultCluster cluster = run.cluster(2);
    int cancelled = 0;
    int succeeded = 0;
    int late = 0;
    for (int round = 0; round < 30; round++) {
      FaultJob job = FaultJob.submit(cluster, run.job(2, 200));
      // Later and later, from long before to after the decision.
      int reduces = round % 5;
      job.await(
          "the time to cancel",
          document ->
              Api.hasEnded(document)
                  || document.path("progress").path("reduce").path("completed").asInt() >= reduces);
      Api.Answer answer = cluster.api().delete("/api/v1/jobs/" + job.id());
      JsonNode ended = job.awaitEnd(FaultRun.BOUND);
      if (ended.path("state").asText().equals("CANCELLED")) {
        assertThat(answer.status()).isEqualTo(202);
        assertThat(job.spec().output().resolve("_SUCCESS")).doesNotExist();
        Invariants.checkNothingLeaks(cluster, job.spec(), job.id());
        Await.until(
            "the end of the output", FaultRun.BOUND, () -> Files.notExists(job.spec().output()));
        cancelled++;
      } else {
        run.endsAsIfNothingHadBeen(cluster, job);
        succeeded++;
        late += answer.status() == 409 ? 1 : 0;
      }
    }
    int won = cancelled;
    int lost = succeeded;
    run.proven("either won", () -> won > 0 && lost > 0);
    run.sees(
        "%d CANCELLED with nothing left, %d SUCCEEDED whole (%d answered 409)"
            .formatted(cancelled, succeeded, late));
  }
}
