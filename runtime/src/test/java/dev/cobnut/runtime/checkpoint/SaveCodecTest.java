package dev.cobnut.runtime.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.FileSlice;
import dev.cobnut.core.model.IdempotencyKey;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobSpec;
import dev.cobnut.core.model.JobState;
import dev.cobnut.core.model.MapOutputLocation;
import dev.cobnut.core.model.PluginRef;
import dev.cobnut.core.model.Split;
import dev.cobnut.core.model.StageSpec;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskResult;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.scheduler.Save;
import dev.cobnut.runtime.json.RecordSamples;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SaveCodecTest {
  @ParameterizedTest
  @MethodSource("saves")
  void saveComesBackEqual(Save save) {
    assertThat(SaveCodec.decode(SaveCodec.encode(save))).isEqualTo(save);
  }

  @Test
  void everySaveHasSamplesAndAKey() {
    assertThat(saves().<Class<?>>map(Object::getClass).collect(Collectors.toSet()))
        .isEqualTo(Set.of(Save.class.getPermittedSubclasses()));
    assertThat(saves().map(SaveCodec::key)).allMatch(key -> key.startsWith("k3f9-a"));
  }

  @Test
  void savesOfOneThingShareAKey() {
    TaskId task = TaskId.parse(new JobId("a"), "s0-m-00003");

    assertThat(SaveCodec.key(new Save.SaveIdle(task, 1, Optional.empty(), Optional.empty())))
        .isEqualTo("a/s0-m-00003");
    assertThat(SaveCodec.key(completed(task))).isEqualTo("a/s0-m-00003");
    assertThat(SaveCodec.key(new Save.SaveForgotten(new JobId("a")))).isEqualTo("a");
  }

  @Test
  void unknownVersionIsRefused() {
    byte[] bytes = SaveCodec.encode(new Save.SaveForgotten(new JobId("a")));
    bytes[0] = 3;

    assertThatThrownBy(() -> SaveCodec.decode(bytes))
        .isInstanceOf(SaveException.class)
        .hasMessage("saved state: version 3 (expected: 2, which this Cobnut reads)");
    assertThatThrownBy(() -> SaveCodec.decode(new byte[0])).isInstanceOf(SaveException.class);
  }

  @Test
  void everyShorterFormIsRefused() {
    byte[] bytes = SaveCodec.encode(completed(TaskId.parse(new JobId("a"), "s0-m-00003")));
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> SaveCodec.decode(cut)).isInstanceOf(SaveException.class);
    }
  }

  @Test
  void bytesOfVersionTwoNeverChange() {
    TaskId task = TaskId.parse(new JobId("k3f9"), "s0-r-00003");

    assertBytes(
        new Save.SaveIdle(task, 2, Optional.empty(), Optional.empty()),
        "{\"type\":\"SaveIdle\",\"task\":\"k3f9/s0-r-00003\",\"failures\":2}");
    assertBytes(
        new Save.SaveIdle(task, 0, Optional.empty(), Optional.of(7L)),
        "{\"type\":\"SaveIdle\",\"task\":\"k3f9/s0-r-00003\",\"failures\":0,\"givenUpMs\":7}");
    assertBytes(
        new Save.SaveForgotten(new JobId("k3f9")), "{\"type\":\"SaveForgotten\",\"job\":\"k3f9\"}");
    assertBytes(
        completed(task),
        "{\"type\":\"SaveCompleted\",\"task\":\"k3f9/s0-r-00003\","
            + "\"attempt\":\"k3f9/s0-r-00003.t4.a1\",\"backup\":false,\"location\":{"
            + "\"attempt\":\"k3f9/s0-r-00003.t4.a1\",\"worker\":\"node-5701/x1\","
            + "\"host\":\"127.0.0.1\",\"port\":4711},\"result\":{\"type\":\"PreparedPart\","
            + "\"file\":\"f\",\"bytes\":10,\"records\":2,\"crc32c\":-7,"
            + "\"counters\":{\"output.records\":2}},\"startedMs\":5,\"endedMs\":6}");
  }

  @Test
  void bytesOfJobsAndPlansOfVersionTwoNeverChange() {
    JobId job = new JobId("k3f9");

    assertBytes(
        new Save.SaveStage(
            job, 0, List.of(new Split(List.of(new FileSlice("/in/a", "a", 0, 5, 9, 1_700L))))),
        "{\"type\":\"SaveStage\",\"job\":\"k3f9\",\"stage\":0,\"splits\":[{\"slices\":[{"
            + "\"file\":\"/in/a\",\"relativePath\":\"a\",\"start\":0,\"end\":5,"
            + "\"fileBytes\":9,\"modifiedMs\":1700}]}]}");
    assertBytes(
        new Save.SaveJob(
            job,
            new JobSpec(
                "count",
                new PluginRef("my", "1.2", "00ff"),
                List.of("in"),
                "out",
                3,
                64,
                Map.of("a", "b"),
                0,
                0,
                false,
                false,
                Optional.of(new IdempotencyKey("k", "11ee"))),
            JobState.FAILED,
            List.of(new StageSpec(StageSpec.Kind.MAP_REDUCE, 0, 3)),
            0,
            1,
            Optional.of(2L),
            Optional.empty(),
            Optional.of(new Failure(Failure.Kind.USER_CODE, "m", "d")),
            17),
        "{\"type\":\"SaveJob\",\"job\":\"k3f9\",\"spec\":{\"job\":\"count\",\"plugin\":{"
            + "\"name\":\"my\",\"version\":\"1.2\",\"sha256\":\"00ff\"},\"inputs\":[\"in\"],"
            + "\"output\":\"out\",\"reducers\":3,\"splitBytes\":64,\"parameters\":{\"a\":\"b\"},"
            + "\"priority\":0,\"runningMax\":0,\"skipBadRecords\":false,\"overwrite\":false,"
            + "\"idempotencyKey\":{\"key\":\"k\",\"requestSha256\":\"11ee\"}},"
            + "\"state\":\"FAILED\",\"stages\":[{\"kind\":\"MAP_REDUCE\",\"plan\":0,"
            + "\"reduces\":3}],\"stage\":0,\"submittedMs\":1,\"startedMs\":2,\"failure\":{"
            + "\"kind\":\"USER_CODE\",\"message\":\"m\",\"detail\":\"d\"},\"javaFeature\":17}");
  }

  private static void assertBytes(Save save, String json) {
    assertThat(new String(SaveCodec.encode(save), StandardCharsets.UTF_8))
        .isEqualTo("\u0002" + json);
  }

  private static Save.SaveCompleted completed(TaskId task) {
    AttemptId attempt = new AttemptId(task, 4, 1);
    return new Save.SaveCompleted(
        task,
        attempt,
        false,
        new MapOutputLocation(attempt, new WorkerId("node-5701", "x1"), "127.0.0.1", 4711),
        new TaskResult.PreparedPart("f", 10, 2, -7, Map.of("output.records", 2L)),
        5,
        6);
  }

  private static Stream<Save> saves() {
    return RecordSamples.of(Save.class).stream();
  }
}
