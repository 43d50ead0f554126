package dev.cobnut.core.sim;

import dev.cobnut.core.scheduler.Command;
import dev.cobnut.core.scheduler.Refusal;
import dev.cobnut.core.scheduler.Scheduler;
import java.util.List;

/**
 * No more jobs are active than may be, the queue is full only when it is, and no two active jobs
 * write to the same place, or one below the other.
 */
final class QueueChecks {
  void decided(SimMaster master, List<Command> commands) {
    for (Command command : commands) {
      boolean accepts = command instanceof Command.AcceptJob;
      boolean isFull =
          command instanceof Command.RefuseJob refuse
              && refuse.refusal() instanceof Refusal.QueueFull;
      if (accepts) {
        outputsDiffer(master.scheduler());
      }
      if (accepts || isFull) {
        int active = master.scheduler().activeJobs().size();
        int most = Simulation.LIMITS.jobs().activeMax();
        if (active > most || (isFull && active < most)) {
          throw new Violation(command + ": " + active + " active jobs of " + most);
        }
      }
    }
  }

  private static void outputsDiffer(Scheduler scheduler) {
    List<String> outputs =
        scheduler.activeJobs().stream()
            .map(job -> scheduler.spec(job).orElseThrow().output() + "/")
            .sorted()
            .toList();
    for (int at = 1; at < outputs.size(); at++) {
      if (outputs.get(at).startsWith(outputs.get(at - 1))) {
        throw new Violation("outputs: " + outputs + " (expected: none below another)");
      }
    }
  }
}
