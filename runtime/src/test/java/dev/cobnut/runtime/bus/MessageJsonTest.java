package dev.cobnut.runtime.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.core.message.PlanDescribed;
import dev.cobnut.core.message.ToMaster;
import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.AttemptMode;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.RunningAttempt;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.runtime.json.RecordSamples;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class MessageJsonTest {
  @ParameterizedTest
  @MethodSource("toMaster")
  void whatAWorkerSaysComesBackEqual(ToMaster message) {
    JsonObject sent = MessageJson.encode((Record) message);

    assertThat(MessageJson.toMaster(overTheNetwork(sent))).isEqualTo(message);
    assertThat(MessageJson.toMaster(sent.copy())).isEqualTo(message);
  }

  @ParameterizedTest
  @MethodSource("toWorker")
  void whatAMasterSaysComesBackEqual(ToWorker message) {
    JsonObject sent = MessageJson.encode((Record) message);

    assertThat(MessageJson.toWorker(overTheNetwork(sent))).isEqualTo(message);
    assertThat(MessageJson.toWorker(sent.copy())).isEqualTo(message);
  }

  @Test
  void everyMessageHasSamples() {
    assertThat(toMaster().<Class<?>>map(Object::getClass).collect(Collectors.toSet()))
        .isEqualTo(Set.of(ToMaster.class.getPermittedSubclasses()));
    assertThat(toWorker().<Class<?>>map(Object::getClass).collect(Collectors.toSet()))
        .isEqualTo(Set.of(ToWorker.class.getPermittedSubclasses()));
  }

  @Test
  void planDescriptionComesBackEqual() {
    for (PlanDescribed described : RecordSamples.of(PlanDescribed.class)) {
      assertThat(MessageJson.planDescribed(overTheNetwork(MessageJson.encode(described))))
          .isEqualTo(described);
    }
  }

  @Test
  void attemptsInAListShareWhatTheyHaveInCommon() {
    JobId job = new JobId("k3f9");
    List<AttemptId> kept = new ArrayList<>();
    for (int index = 0; index < 41; index++) {
      if (index != 17 && index != 19) {
        kept.add(map(job, index, 1));
      }
    }
    kept.add(map(job, 3, 2));
    kept.add(map(job, 1, 2));
    kept.add(map(job, 1, 2));
    ToWorker.Acknowledge acknowledge = new ToWorker.Acknowledge(3, kept, List.of());

    JsonObject sent = MessageJson.encode(acknowledge);
    assertThat(sent.encode())
        .isEqualTo(
            "{\"type\":\"Acknowledge\",\"term\":3,\"kept\":["
                + "\"k3f9/s0-m.t3.a1 0+16 1 1+20\",\"k3f9/s0-m.t3.a2 3\","
                + "\"k3f9/s0-m.t3.a2 1\",\"k3f9/s0-m.t3.a2 1\"],\"discarded\":[]}");
    assertThat(MessageJson.toWorker(overTheNetwork(sent))).isEqualTo(acknowledge);
  }

  @Test
  void aHundredThousandAttemptsFitAMessage() {
    SplittableRandom random = new SplittableRandom(7);
    TreeSet<Integer> indexes = new TreeSet<>();
    while (indexes.size() < 100_000) {
      indexes.add(random.nextInt(1_000_000));
    }
    JobId job = new JobId("0".repeat(64));
    List<AttemptId> all = indexes.stream().map(index -> map(job, index, 1)).toList();
    ToWorker.Acknowledge acknowledge = new ToWorker.Acknowledge(3, List.of(), all);

    Buffer bytes = MessageJson.encode(acknowledge).toBuffer();
    assertThat(bytes.length()).isLessThan(1 << 19);
    assertThat(MessageJson.toWorker(new JsonObject(bytes))).isEqualTo(acknowledge);
  }

  private static AttemptId map(JobId job, int index, int number) {
    return new AttemptId(new TaskId(job, 0, TaskKind.MAP, index), 3, number);
  }

  @Test
  void attemptsThatAreNoneAreRefused() {
    for (String text :
        List.of(
            "",
            "k3f9/s0-m.t3.a1",
            "k3f9/s0-m.t3.a1 ",
            "k3f9/s0-m.t3.a1 1  2",
            "k3f9/s0-m.t3.a1 -1",
            "k3f9/s0-m.t3.a1 1+",
            "k3f9/s0-x.t3.a1 1",
            "K3F9/s0-m.t3.a1 1",
            "k3f9/s0-m.t3.a1 999999999 999999999 999999999",
            "k3f9/s0-m.t3.a1 0+999999999")) {
      JsonObject json =
          MessageJson.encode(new ToWorker.Acknowledge(3, List.of(), List.of()))
              .put("kept", new JsonArray().add(text));
      assertThatThrownBy(() -> MessageJson.toWorker(json))
          .as(text)
          .isInstanceOf(MessageException.class)
          .hasMessageStartingWith("Acknowledge.kept[0]: ");
    }
  }

  @Test
  void formIsCompact() {
    AttemptId attempt = AttemptId.parse(new JobId("k3f9"), "s0-m-00017.t3.a1");
    ToMaster.Heartbeat heartbeat =
        new ToMaster.Heartbeat(
            3,
            new WorkerId("node-5701", "x1"),
            false,
            List.of(
                new RunningAttempt(attempt, AttemptMode.PLAIN, RunningAttempt.Phase.RUNNING, 5, 9)),
            List.of());

    assertThat(MessageJson.encode(heartbeat).encode())
        .isEqualTo(
            "{\"type\":\"Heartbeat\",\"term\":3,\"worker\":\"node-5701/x1\",\"draining\":false,\"running\":["
                + "{\"attempt\":\"k3f9/s0-m-00017.t3.a1\","
                + "\"mode\":{\"skipVersion\":0,\"collecting\":false},\"phase\":\"RUNNING\","
                + "\"doneBytes\":5,\"totalBytes\":9}],"
                + "\"outcomes\":[]}");
  }

  @Test
  void unknownTypeIsRefused() {
    assertThatThrownBy(() -> MessageJson.toMaster(new JsonObject().put("type", "Hullo")))
        .isInstanceOf(MessageException.class)
        .hasMessageStartingWith("type: \"Hullo\" (expected: one of [Hello, Heartbeat,");
    assertThatThrownBy(() -> MessageJson.toMaster(new JsonObject()))
        .isInstanceOf(MessageException.class);
    assertThatThrownBy(() -> MessageJson.toMaster(MessageJson.encode(new ToWorker.SayHello(1))))
        .isInstanceOf(MessageException.class);
  }

  @Test
  void damageIsRefusedWithItsPlace() {
    AttemptId attempt = AttemptId.parse(new JobId("k3f9"), "s0-m-00017.t3.a1");
    JsonObject heartbeat =
        MessageJson.encode(
            new ToMaster.Heartbeat(
                3,
                new WorkerId("n", "x"),
                false,
                List.of(
                    new RunningAttempt(
                        attempt, AttemptMode.PLAIN, RunningAttempt.Phase.RUNNING, 5, 9)),
                List.of()));

    assertRefused(with(heartbeat, "term", "3"), "Heartbeat.term: \"3\" (expected: a whole number)");
    assertRefused(
        with(heartbeat, "term", 1.5), "Heartbeat.term: \"1.5\" (expected: a whole number)");
    assertRefused(
        with(heartbeat, "worker", "n"),
        "Heartbeat.worker: worker: \"n\" (expected: node/incarnation)");
    assertRefused(with(heartbeat, "extra", 1), "only [term, worker, draining, running, outcomes]");
    assertRefused(with(heartbeat, "running", "x"), "Heartbeat.running: \"x\" (expected: an array)");
    JsonObject missing = heartbeat.copy();
    missing.remove("outcomes");
    assertRefused(missing, "Heartbeat.outcomes: missing");
    JsonObject deep = heartbeat.copy();
    deep.getJsonArray("running").getJsonObject(0).put("attempt", "k3f9/s0-x-1.t3.a1");
    assertRefused(deep, "Heartbeat.running[0].attempt: attempt: \"s0-x-1.t3.a1\"");
  }

  @Test
  void valueThatTheRecordItselfRefusesIsDamage() {
    JsonObject drop = MessageJson.encode(new ToWorker.DropJob(1, new JobId("a")));

    assertThatThrownBy(() -> MessageJson.toWorker(with(drop, "job", "A B")))
        .isInstanceOf(MessageException.class)
        .hasMessageContaining("job id: \"A B\"");
  }

  private static void assertRefused(JsonObject json, String message) {
    assertThatThrownBy(() -> MessageJson.toMaster(json))
        .isInstanceOf(MessageException.class)
        .hasMessageContaining(message);
  }

  private static JsonObject with(JsonObject json, String field, Object value) {
    return json.copy().put(field, value);
  }

  private static JsonObject overTheNetwork(JsonObject json) {
    return new JsonObject(json.toBuffer());
  }

  private static Stream<ToMaster> toMaster() {
    return RecordSamples.of(ToMaster.class).stream();
  }

  private static Stream<ToWorker> toWorker() {
    return RecordSamples.of(ToWorker.class).stream();
  }
}
