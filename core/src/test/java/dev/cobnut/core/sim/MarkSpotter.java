package dev.cobnut.core.sim;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobState;
import dev.cobnut.core.model.Outcome;
import dev.cobnut.core.model.RunningAttempt;
import dev.cobnut.core.model.RunningAttempt.Phase;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.model.WorkerView;
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
  private final Set<AttemptId> orderedAsBackup = new HashSet<>();
  private final Map<TaskId, AttemptId> lastOrdered = new HashMap<>();
  private final Map<AttemptId, Save.SaveCompleted> completed = new HashMap<>();
  private final Set<AttemptId> kept = new HashSet<>();

  MarkSpotter(Simulation sim) {
    this.sim = sim;
  }

  void spot(SimMaster master, Event event, List<Command> commands) {
    if (event instanceof Event.Tick || event instanceof Event.WorkerJoined) {
      workers(master, event, commands);
    }
    if (event instanceof Event.AttemptEnded ended
        && ended.outcome() instanceof Outcome.Succeeded success
        && success.attempt().task().kind() == TaskKind.MAP
        && success.mode().skipVersion()
            < master.scheduler().skips(success.attempt().task()).version()) {
      sim.mark(Mark.STALE_SKIP_LIST_SUCCESS_DISCARDED);
    }
    for (Command command : commands) {
      if (command instanceof Save save) {
        saved(master, event, save);
      } else if (command instanceof Command.StartAttempt start) {
        started(master, start);
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

  private void workers(SimMaster master, Event event, List<Command> commands) {
    List<WorkerView> views = master.scheduler().workers(master.now());
    int before = workersOfTerm.getOrDefault(master.term(), 0);
    workersOfTerm.put(master.term(), views.size());
    if (event instanceof Event.Tick && views.size() < before) {
      sim.mark(Mark.WORKER_GIVEN_UP_FOR_SILENCE);
    }
    if (event instanceof Event.WorkerJoined joined && views.size() > before) {
      adopted(joined, commands);
    }
    if (views.stream().anyMatch(view -> view.state() == WorkerView.State.EXCLUDED)) {
      sim.mark(Mark.WORKER_EXCLUDED);
    }
  }

  private void adopted(Event.WorkerJoined joined, List<Command> commands) {
    Set<AttemptId> stopped = new HashSet<>();
    for (Command command : commands) {
      if (command instanceof Command.StopAttempt stop) {
        stopped.add(stop.attempt());
      }
    }
    for (RunningAttempt running : joined.running()) {
      boolean adopted = !stopped.contains(running.attempt());
      sim.mark(adopted ? Mark.ATTEMPT_ADOPTED : Mark.UNWANTED_ATTEMPT_STOPPED);
      if (adopted && orderedAsBackup.contains(running.attempt())) {
        sim.mark(Mark.BACKUP_ADOPTED);
      }
    }
  }

  private void saved(SimMaster master, Event event, Save save) {
    if (save instanceof Save.SaveCompleted won) {
      won(event, won);
    } else if (save instanceof Save.SaveSkips skips && skips.skips().version() > 0) {
      boolean again = skips.skips().version() > 1;
      sim.mark(again ? Mark.SKIP_LIST_GREW_AGAIN : Mark.SKIP_LIST_GREW);
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
      if (!master.isZombie() && reducesHoldAllSlots()) {
        sim.mark(Mark.MAP_LOST_WHILE_SLOTS_REDUCE);
      }
    } else if (save instanceof Save.SaveIdle idle
        && idle.failures() > 0
        && event instanceof Event.Tick) {
      sim.mark(Mark.ATTEMPT_WITHOUT_PROGRESS_FAILED);
    }
  }

  private boolean reducesHoldAllSlots() {
    for (SimWorker worker : sim.workers()) {
      long reducing =
          worker.tasks().stream()
              .filter(task -> task instanceof ReduceTask && task.phase() == Phase.RUNNING)
              .count();
      if (worker.isUp() && reducing < worker.plan().slots()) {
        return false;
      }
    }
    return true;
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

  private void started(SimMaster master, Command.StartAttempt start) {
    AttemptId attempt = start.attempt();
    lastOrdered.put(attempt.task(), attempt);
    if (!ordered.add(attempt)) {
      sim.mark(Mark.ORDER_REPEATED);
      return;
    }
    if (start.backup()) {
      orderedAsBackup.add(attempt);
      sim.mark(Mark.BACKUP_ORDERED);
    }
    JobId job = attempt.task().job();
    if (attempt.task().kind() == TaskKind.MAP) {
      String file = master.scheduler().split(attempt.task()).slices().get(0).file();
      if (sim.worker(start.worker().node()).plan().near().stream().anyMatch(file::startsWith)) {
        sim.mark(Mark.NEAR_MAP_ORDERED);
      }
    } else if (master.scheduler().job(job).orElseThrow().state() == JobState.MAPPING) {
      sim.mark(Mark.EARLY_REDUCE_ORDERED);
    }
  }

  private void stopped(Event event, AttemptId attempt) {
    boolean isBackup = orderedAsBackup.contains(attempt);
    if (event instanceof Event.AttemptEnded ended
        && ended.outcome().attempt().task().equals(attempt.task())) {
      boolean won = ended.outcome() instanceof Outcome.Succeeded;
      sim.mark(won ? Mark.ATTEMPT_STOPPED_AS_OTHER_WON : Mark.STALE_SKIP_LIST_ATTEMPT_STOPPED);
      if (won) {
        sim.mark(isBackup ? Mark.BACKUP_LOST : Mark.BACKUP_WON);
      }
    } else if (event instanceof Event.WorkerHeard heard) {
      boolean told = heard.running().stream().anyMatch(one -> one.attempt().equals(attempt));
      sim.mark(told ? Mark.UNWANTED_ATTEMPT_STOPPED : Mark.VANISHED_ATTEMPT_GIVEN_UP);
    } else if (attempt.task().kind() == TaskKind.REDUCE && event instanceof Event.AttemptEnded) {
      sim.mark(Mark.EARLY_REDUCE_GAVE_WAY);
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
    } else if (command instanceof Command.TellDraining) {
      sim.mark(Mark.WORKER_TOLD_TO_DRAIN);
    } else if (command instanceof Command.AskHello) {
      sim.mark(Mark.HELLO_ASKED);
    } else if (command instanceof Command.Publish && event instanceof Event.Tick) {
      sim.mark(Mark.PUBLICATION_RESUMED);
    }
  }
}
