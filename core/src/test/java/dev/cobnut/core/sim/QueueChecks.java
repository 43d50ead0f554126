package dev.cobnut.core.sim;

import dev.cobnut.core.scheduler.Command;
import dev.cobnut.core.scheduler.Refusal;
import java.util.List;

/** No more jobs are active than may be, and the queue is full only when it is. */
final class QueueChecks {
  void decided(SimMaster master, List<Command> commands) {
    for (Command command : commands) {
      boolean accepts = command instanceof Command.AcceptJob;
      boolean isFull =
          command instanceof Command.RefuseJob refuse
              && refuse.refusal() instanceof Refusal.QueueFull;
      if (accepts || isFull) {
        int active = master.scheduler().activeJobs().size();
        int most = Simulation.LIMITS.jobs().activeMax();
        if (active > most || (isFull && active < most)) {
          throw new Violation(command + ": " + active + " active jobs of " + most);
        }
      }
    }
  }
}
