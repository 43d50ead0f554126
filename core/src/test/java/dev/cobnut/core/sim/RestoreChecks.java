package dev.cobnut.core.sim;

import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobView;
import dev.cobnut.core.model.SkipList;
import dev.cobnut.core.model.TaskView;
import dev.cobnut.core.scheduler.Command;
import dev.cobnut.core.scheduler.Save;
import dev.cobnut.core.scheduler.Scheduler;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** State that is read back equals the state; the same events give the same commands. */
final class RestoreChecks {
  private RestoreChecks() {}

  /** Compares with what a new master would read, while nothing waits to become durable. */
  static void compare(SimMaster master, List<Save> saves) {
    Scheduler live = master.scheduler();
    Scheduler read = Scheduler.restore(Simulation.LIMITS, master.term() + 1, master.now(), saves);
    equal("jobs", essence(live), essence(read));
    equal("active jobs", Set.copyOf(live.activeJobs()), Set.copyOf(read.activeJobs()));
    for (JobView job : live.jobs()) {
      equal("parts", live.parts(job.id()), read.parts(job.id()));
      equal("stages", live.stages(job.id()), read.stages(job.id()));
      equal("tasks", completed(live, job), completed(read, job));
      equal("skipped records", skips(live, job), skips(read, job));
      for (int stage = 0; stage < job.stages(); stage++) {
        if (!job.state().isTerminal()) {
          equal(
              "map outputs",
              live.mapOutputs(job.id(), stage, 0, Integer.MAX_VALUE),
              read.mapOutputs(job.id(), stage, 0, Integer.MAX_VALUE));
        }
        equal(
            "boundaries",
            live.boundariesFile(job.id(), stage),
            read.boundariesFile(job.id(), stage));
      }
    }
  }

  /**
   * What isn't in progress, by id; counts of failures are of this master only, and so is the order
   * of jobs that were submitted in the same millisecond.
   */
  private static List<List<Object>> essence(Scheduler scheduler) {
    List<List<Object>> jobs = new ArrayList<>();
    for (JobView job : scheduler.jobs()) {
      jobs.add(
          List.of(
              job.id(),
              job.spec(),
              job.state(),
              job.stage(),
              job.stages(),
              job.maps().total(),
              job.maps().completed(),
              job.reduces().total(),
              job.reduces().completed(),
              job.counters(),
              job.times(),
              job.failure()));
    }
    jobs.sort(Comparator.comparing(job -> (JobId) job.get(0)));
    return jobs;
  }

  private static List<TaskView.AttemptView> completed(Scheduler scheduler, JobView job) {
    return scheduler.tasks(job.id()).stream()
        .flatMap(task -> task.attempts().stream())
        .filter(attempt -> attempt.state() == TaskView.AttemptState.SUCCEEDED)
        .toList();
  }

  private static List<SkipList> skips(Scheduler scheduler, JobView job) {
    return scheduler.tasks(job.id()).stream().map(task -> scheduler.skips(task.id())).toList();
  }

  /** Gives a twin of a master's scheduler the same events. */
  static void replay(SimMaster master) {
    Scheduler twin = master.twin();
    for (int number = 0; number < master.events().size(); number++) {
      List<Command> commands = twin.apply(master.events().get(number));
      equal("commands of event " + number, master.answers().get(number), commands);
    }
  }

  private static void equal(String what, Object one, Object other) {
    if (one instanceof List<?> these && other instanceof List<?> those) {
      for (int at = 0; at < Math.min(these.size(), those.size()); at++) {
        equal(what + "[" + at + "]", these.get(at), those.get(at));
      }
    }
    if (!one.equals(other)) {
      throw new Violation(what + ": " + other + " (expected: " + one + ")");
    }
  }
}
