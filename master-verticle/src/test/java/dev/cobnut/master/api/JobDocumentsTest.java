package dev.cobnut.master.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobSpec;
import dev.cobnut.core.model.JobState;
import dev.cobnut.core.model.JobView;
import dev.cobnut.core.model.PluginRef;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.model.TaskView;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.model.WorkerInfo;
import dev.cobnut.core.model.WorkerView;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class JobDocumentsTest {
  private static final WorkerId WORKER = new WorkerId("node", "life");
  private static final TaskId MAP = new TaskId(new JobId("job"), 0, TaskKind.MAP, 0);

  @Test
  void jobTellsHowItRunsAndWhatItSkipped() {
    JsonObject job = job(Map.of("cobnut.mapSkippedRecords", 3L, "own", 1L));

    assertThat(job.getInteger("priority")).isEqualTo(-2);
    assertThat(job.getInteger("runningMax")).isEqualTo(7);
    assertThat(job.getBoolean("skipBadRecords")).isTrue();
    assertThat(job.getLong("skippedRecords")).isEqualTo(3);
    assertThat(job(Map.of()).getLong("skippedRecords")).isZero();
  }

  @Test
  void attemptTellsWhetherItIsABackup() {
    JsonObject task =
        JobDocuments.task(
            new TaskView(
                MAP, TaskView.State.IN_PROGRESS, List.of(attempt(1, false), attempt(2, true))));

    assertThat(task.getJsonArray("attempts"))
        .extracting(attempt -> ((JsonObject) attempt).getBoolean("backup"))
        .containsExactly(false, true);
  }

  @Test
  void workerThatFailsTasksIsSeenToBeExcluded() {
    WorkerInfo info = new WorkerInfo(WORKER, "127.0.0.1", 7000, 2, 17, List.of(), 0);

    JsonObject worker =
        JobDocuments.worker(new WorkerView(info, WorkerView.State.EXCLUDED, 1, true, 250));

    assertThat(worker.getString("state")).isEqualTo("excluded");
    assertThat(worker.getBoolean("needed")).isTrue();
  }

  private static TaskView.AttemptView attempt(int number, boolean backup) {
    return new TaskView.AttemptView(
        new AttemptId(MAP, 1, number),
        WORKER,
        TaskView.AttemptState.RUNNING,
        backup,
        0,
        Optional.empty(),
        Optional.empty());
  }

  private static JsonObject job(Map<String, Long> counters) {
    JobSpec spec =
        new JobSpec(
            "job",
            new PluginRef("plugin", "1", "00"),
            List.of("/in"),
            "/out",
            10,
            1 << 20,
            Map.of(),
            -2,
            7,
            true,
            false,
            Optional.empty());
    JobView view =
        new JobView(
            new JobId("job"),
            spec,
            JobState.SUCCEEDED,
            0,
            1,
            new JobView.TaskCounts(4, 4, 0, 0),
            new JobView.TaskCounts(10, 10, 0, 0),
            counters,
            new JobView.Times(0, Optional.of(10_000L), Optional.of(20_000L)),
            Optional.empty());
    return JobDocuments.job(view, List.of(), stage -> 0, 30_000);
  }
}
