package dev.cobnut.cluster.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.cobnut.cluster.Api;
import dev.cobnut.cluster.Await;
import dev.cobnut.cluster.NodeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** A job of the suite: what it is, and, once it is submitted, how it goes. */
final class FaultJob {
  private static final Duration WAIT = Duration.ofSeconds(90);

  private final FaultCluster cluster;
  private final Spec spec;
  private final String id;

  private FaultJob(FaultCluster cluster, Spec spec, String id) {
    this.cluster = cluster;
    this.spec = spec;
    this.id = id;
  }

  /**
   * What is to be run.
   *
   * @param gate a folder; the gate is opened there
   */
  record Spec(Path input, Path output, Path gate, int reducers, Map<String, String> parameters) {
    Spec {
      parameters = Map.copyOf(parameters);
    }

    Spec with(String parameter, Object value) {
      Map<String, String> more = new TreeMap<>(parameters);
      more.put(parameter, value.toString());
      return new Spec(input, output, gate, reducers, more);
    }

    /** Lets tasks of a phase wait until the gate is opened. */
    Spec gated(String phase) {
      return with("gate", gate).with("phase", phase);
    }

    Spec reducers(int count) {
      return new Spec(input, output, gate, count, parameters);
    }

    Map<String, Object> document() {
      return Map.of(
          "job",
          dev.cobnut.cluster.jobs.FaultCount.NAME,
          "input",
          List.of(input.toString()),
          "output",
          output.toString(),
          "reducers",
          reducers,
          "splitBytes",
          64 << 10,
          "parameters",
          parameters);
    }
  }

  /** Submits a job, once its plugin is known. */
  static FaultJob submit(FaultCluster cluster, Spec spec) throws InterruptedException {
    String key = "fault-" + spec.output().getFileName() + "-" + System.nanoTime();
    String id =
        Await.value(
            "the job is accepted",
            WAIT,
            () -> {
              // Where an answer is lost, to ask again must not make a second job.
              Api.Answer answer = cluster.api().postOnce("/api/v1/jobs", spec.document(), key);
              if (answer.status() == 202) {
                return answer.body().get("id").asText();
              }
              throw new IOException("answer: " + answer);
            });
    return new FaultJob(cluster, spec, id);
  }

  /** A job that was submitted by other means. */
  static FaultJob submitted(FaultCluster cluster, Spec spec, String id) {
    return new FaultJob(cluster, spec, id);
  }

  String id() {
    return id;
  }

  Spec spec() {
    return spec;
  }

  /** Waits until a task of the node stands at the gate. */
  void awaitAtGate(NodeProcess node) throws InterruptedException {
    Path mark = spec.gate().resolve("at-" + node.pid());
    Await.until("a task at the gate on " + node.name(), WAIT, () -> Files.exists(mark));
  }

  void openGate() throws IOException {
    Files.writeString(spec.gate().resolve("open"), "");
  }

  JsonNode document() throws IOException, InterruptedException {
    Api.Answer answer = cluster.api().get("/api/v1/jobs/" + id);
    if (answer.status() != 200) {
      throw new IOException("answer: " + answer);
    }
    return answer.body();
  }

  /** The document; an empty one where nobody can give it now. */
  JsonNode documentIfAny() throws InterruptedException {
    try {
      return document();
    } catch (IOException notNow) {
      return MissingNode.getInstance();
    }
  }

  /** Waits until the job's document shows something. */
  JsonNode await(String what, Predicate<JsonNode> condition) throws InterruptedException {
    return Await.value(
        what,
        WAIT,
        () -> {
          JsonNode document = document();
          return condition.test(document) ? document : null;
        });
  }

  /** Waits until as many maps, or reduces, are completed. */
  void awaitCompleted(String kind, int count) throws InterruptedException {
    await(
        count + " completed of kind " + kind,
        job -> job.path("progress").path(kind).path("completed").asInt() >= count);
  }

  /** Waits until all maps are completed. */
  void awaitMaps() throws InterruptedException {
    await(
        "all maps completed",
        job -> {
          JsonNode maps = job.path("progress").path("map");
          return maps.path("total").asInt() > 0
              && maps.path("completed").asInt() == maps.path("total").asInt();
        });
  }

  /** Waits until the job has ended. */
  JsonNode awaitEnd(Duration bound) throws IOException, InterruptedException {
    try {
      return Await.value(
          "the end of job " + id,
          bound,
          () -> {
            JsonNode document = document();
            return Api.hasEnded(document) ? document : null;
          });
    } catch (AssertionError never) {
      throw new AssertionError(never.getMessage() + "\n" + tasks(), never);
    }
  }

  private List<JsonNode> tasks() throws IOException, InterruptedException {
    return cluster.api().items("/api/v1/jobs/" + id + "/tasks?limit=1000");
  }

  /** The attempts at all tasks, each with the task's kind. */
  List<Attempt> attempts() throws IOException, InterruptedException {
    List<Attempt> attempts = new ArrayList<>();
    for (JsonNode task : tasks()) {
      for (JsonNode attempt : task.path("attempts")) {
        attempts.add(
            new Attempt(
                task.path("id").asText(),
                attempt.path("id").asText(),
                task.path("kind").asText(),
                attempt.path("node").asText(),
                attempt.path("state").asText(),
                attempt.path("backup").asBoolean(),
                attempt.path("startedAt").asText(),
                attempt.path("error")));
      }
    }
    return attempts;
  }

  /** An attempt, as a reader sees it. */
  record Attempt(
      String task,
      String id,
      String kind,
      String node,
      String state,
      boolean backup,
      String startedAt,
      JsonNode error) {
    boolean succeeded() {
      return state.equals("succeeded");
    }

    boolean hasFailed() {
      return state.equals("failed");
    }
  }

  /** The attempts that count at completed maps, by task; those on some node left out. */
  Map<String, String> completedMapsOffNode(String node) throws IOException, InterruptedException {
    Map<String, String> completed = new TreeMap<>();
    for (Attempt each : attempts()) {
      if (each.kind().equals("map") && each.succeeded() && !each.node().equals(node)) {
        completed.put(each.task(), each.id());
      }
    }
    return completed;
  }

  List<Attempt> attempts(Predicate<Attempt> which) throws IOException, InterruptedException {
    return attempts().stream().filter(which).toList();
  }
}
