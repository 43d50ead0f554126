package dev.cobnut.core.sim;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.scheduler.Command;
import dev.cobnut.core.scheduler.Event;
import dev.cobnut.core.scheduler.Save;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells from events and commands which of the scheduler's rarer ways were taken. */
final class MarkSpotter {
  private final Simulation sim;
  private final Map<Long, Integer> workersOfTerm = new HashMap<>();
  private final Set<AttemptId> ordered = new HashSet<>();
  private final Map<TaskId, AttemptId> lastOrdered = new HashMap<>();
  private final Map<AttemptId, Save.SaveCompleted> completed = new HashMap<>();
  private final Set<AttemptId> kept = new HashSet<>();

  MarkSpotter(Simulation sim) {
    this.sim = sim;
  }

  void spot(SimMaster master, Event event, List<Command> commands) {
    int workers = master.scheduler().workers(master.now()).size();
    int before = workersOfTerm.getOrDefault(master.term(), 0);
    workersOfTerm.put(master.term(), workers);
    if (event instanceof Event.Tick && workers < before) {
      sim.mark(Mark.WORKER_GIVEN_UP_FOR_SILENCE);
    }
    if (event instanceof Event.WorkerJoined joined && workers > before) {
      adopted(joined, commands);
    }
    for (Command command : commands) {
      if (command instanceof Save save) {
        saved(event, save);
      } else if (command instanceof Command.StartAttempt start) {
        started(start.attempt());
      } else if (command instanceof Command.StopAttempt stop) {
        stopped(event, stop.attempt());
      } else if (command instanceof Command.AcknowledgeOutcome ack && !ack.discard()) {
        if (!kept.add(ack.attempt())) {
          sim.mark(Mark.OUTCOME_KEPT_TWICE);
        }
      } else {
        said(event, command);
      }
    }
  }

  private void adopted(Event.WorkerJoined joined, List<Command> commands) {
    Set<AttemptId> stopped = new HashSet<>();
    for (Command command : commands) {
      if (command instanceof Command.StopAttempt stop) {
        stopped.add(stop.attempt());
      }
    }
    if (joined.running().stream().anyMatch(one -> !stopped.contains(one.attempt()))) {
      sim.mark(Mark.ATTEMPT_ADOPTED);
    }
  }

  private void saved(Event event, Save save) {
    if (save instanceof Save.SaveCompleted won) {
      won(event, won);
    } else if (save instanceof Save.SaveIdle idle && idle.lost().isPresent()) {
      if (event instanceof Event.WorkerJoined) {
        sim.mark(Mark.MAP_MISSING_FROM_HELLO);
      } else if (event instanceof Event.MapOutputChecked) {
        sim.mark(Mark.MAP_FOUND_DAMAGED);
      } else if (event instanceof Event.MapOutputUnreadable) {
        sim.mark(Mark.MAP_GIVEN_UP_THOUGH_HEALTHY);
      } else if (event instanceof Event.WorkerLost || event instanceof Event.Tick) {
        sim.mark(Mark.MAP_LOST_WITH_WORKER);
      }
    }
  }

  private void won(Event event, Save.SaveCompleted won) {
    Save.SaveCompleted before = completed.put(won.attempt(), won);
    if (before != null && event instanceof Event.WorkerJoined) {
      boolean same = before.location().worker().equals(won.location().worker());
      sim.mark(same ? Mark.MAP_FOUND_AGAIN : Mark.MAP_MOVED_TO_NEXT_LIFE);
    }
    AttemptId last = lastOrdered.getOrDefault(won.task(), won.attempt());
    if (before == null
        && event instanceof Event.AttemptEnded
        && last.compareTo(won.attempt()) > 0) {
      sim.mark(Mark.LATE_SUCCESS_WON);
    }
    if (before == null && sim.current().map(SimMaster::term).orElse(0L) > won.attempt().term()) {
      sim.mark(Mark.OLD_TERM_ATTEMPT_WON);
    }
  }

  private void started(AttemptId attempt) {
    lastOrdered.put(attempt.task(), attempt);
    if (!ordered.add(attempt)) {
      sim.mark(Mark.ORDER_REPEATED);
    }
  }

  private void stopped(Event event, AttemptId attempt) {
    if (event instanceof Event.AttemptEnded ended
        && ended.outcome().attempt().task().equals(attempt.task())) {
      sim.mark(Mark.ATTEMPT_STOPPED_AS_OTHER_WON);
    } else if (event instanceof Event.WorkerHeard heard) {
      boolean told = heard.running().stream().anyMatch(one -> one.attempt().equals(attempt));
      sim.mark(told ? Mark.UNWANTED_ATTEMPT_STOPPED : Mark.VANISHED_ATTEMPT_GIVEN_UP);
    }
  }

  private void said(Event event, Command command) {
    if (command instanceof Command.CheckMapOutput) {
      sim.mark(Mark.MAP_CHECK_ASKED);
    } else if (command instanceof Command.AnnounceMapOutputs) {
      sim.mark(
          event instanceof Event.MapOutputUnreadable
              ? Mark.REPORTER_TOLD_NEW_PLACE
              : Mark.NEWS_ANNOUNCED);
    } else if (command instanceof Command.AskHello) {
      sim.mark(Mark.HELLO_ASKED);
    } else if (command instanceof Command.Publish && event instanceof Event.Tick) {
      sim.mark(Mark.PUBLICATION_RESUMED);
    }
  }
}
