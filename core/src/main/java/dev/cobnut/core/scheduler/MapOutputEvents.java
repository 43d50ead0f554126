package dev.cobnut.core.scheduler;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.scheduler.TaskState.MapDone;

/** What is said of map outputs that can't be read. */
final class MapOutputEvents {
  private final Books books;
  private final TaskEvents taskEvents;
  private final JobEvents jobEvents;

  MapOutputEvents(Books books, TaskEvents taskEvents, JobEvents jobEvents) {
    this.books = books;
    this.taskEvents = taskEvents;
    this.jobEvents = jobEvents;
  }

  void unreadable(Turn turn, Event.MapOutputUnreadable event) {
    AttemptId map = event.map();
    StageRun stage = books.jobs().runningStage(map.task());
    if (!isMet(turn, event.reporter()) || stage == null || !stage.needsMapOutputs()) {
      return;
    }
    if (map.task().kind() != TaskKind.MAP
        || !(stage.maps().state(map.task().index()) instanceof MapDone done)) {
      return;
    }
    if (!done.isBy(map) || !done.workerId().equals(event.owner())) {
      // It speaks of where the output was: no complaint of where it is now.
      AttemptId winner = done.attempt(map.task());
      turn.announce(event.reporter(), stage.job(), stage.number(), done.worker().location(winner));
    } else if (done.worker().isJoined()) {
      complain(turn, stage, map, done.worker());
    }
  }

  private void complain(Turn turn, StageRun stage, AttemptId map, Worker owner) {
    Complaint complaint = stage.complaint(map);
    if (complaint.isAsking(turn.nowMs(), books.limits().workers().silenceMs())) {
      return;
    }
    complaint.foundNothing();
    if (complaint.isProof()) {
      lose(turn, stage, map);
    } else {
      complaint.asked(turn.nowMs());
      turn.say(new Command.CheckMapOutput(owner.id(), map));
    }
  }

  void checked(Turn turn, Event.MapOutputChecked event) {
    AttemptId map = event.map();
    StageRun stage = books.jobs().runningStage(map.task());
    if (!isMet(turn, event.owner()) || stage == null || !stage.needsMapOutputs()) {
      return;
    }
    boolean meant =
        map.task().kind() == TaskKind.MAP
            && stage.maps().state(map.task().index()) instanceof MapDone done
            && done.isBy(map)
            && done.workerId().equals(event.owner());
    if (meant && event.healthy()) {
      stage.complaint(map).foundNothing();
    } else if (meant) {
      lose(turn, stage, map);
    }
  }

  private void lose(Turn turn, StageRun stage, AttemptId map) {
    taskEvents.loseOutput(turn, stage, map.task().index(), true);
    JobRun job = books.jobs().find(stage.job());
    if (job != null) {
      jobEvents.advance(turn, job);
    }
  }

  private boolean isMet(Turn turn, WorkerId id) {
    Worker worker = books.workers().met(id);
    if (worker == null) {
      turn.say(new Command.AskHello(id));
      return false;
    }
    books.workers().heard(worker, turn.nowMs());
    return true;
  }
}
