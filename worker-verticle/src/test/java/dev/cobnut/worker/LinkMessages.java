package dev.cobnut.worker;

import dev.cobnut.core.message.JobOrder;
import dev.cobnut.core.message.ToMaster;
import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.AttemptMode;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobSpec;
import dev.cobnut.core.model.Outcome;
import dev.cobnut.core.model.PluginRef;
import dev.cobnut.core.model.Split;
import dev.cobnut.core.model.StageSpec;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.model.TaskResult;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.model.WorkerInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a {@link MasterLink} says and hears in its tests. */
final class LinkMessages {
  static final JobId JOB = new JobId("job");
  static final WorkerInfo INFO =
      new WorkerInfo(new WorkerId("w", "1"), "127.0.0.1", 7000, 2, 17, List.of(), 0);

  private LinkMessages() {}

  static Duty tell(String node, ToMaster message) {
    return new Duty.Tell(node, message);
  }

  static ToMaster hello(long term, List<Outcome> outcomes, List<AttemptId> held) {
    return new ToMaster.Hello(term, INFO, false, List.of(), outcomes, held);
  }

  static ToMaster heartbeat(long term, Outcome... outcomes) {
    return new ToMaster.Heartbeat(term, INFO.id(), false, List.of(), List.of(outcomes));
  }

  static Outcome mapped(AttemptId attempt) {
    return new Outcome.Succeeded(
        attempt, AttemptMode.PLAIN, new TaskResult.MapOutput(10, Map.of()));
  }

  static Outcome failed(AttemptId attempt, String detail) {
    return new Outcome.Failed(attempt, new Failure(Failure.Kind.USER_CODE, "it failed", detail));
  }

  static AttemptId attempt(TaskKind kind, int index) {
    return new AttemptId(new TaskId(JOB, 0, kind, index), 1, 1);
  }

  static ToWorker startMap(long term, AttemptId attempt) {
    return new ToWorker.StartMap(
        term, attempt, job(), new Split(List.of()), Optional.empty(), AttemptMode.PLAIN, List.of());
  }

  static ToWorker startReduce(AttemptId attempt) {
    return new ToWorker.StartReduce(1, attempt, job(), 3);
  }

  static JobOrder job() {
    JobSpec spec =
        new JobSpec(
            "wordcount",
            new PluginRef("wordcount", "1", "0".repeat(64)),
            List.of("/in"),
            "/out",
            1,
            1 << 20,
            Map.of(),
            0,
            0,
            false,
            false,
            Optional.empty());
    return new JobOrder(JOB, spec, 0, new StageSpec(StageSpec.Kind.MAP_REDUCE, 0, 1), "nonce");
  }
}
