package dev.cobnut.core.sim;

import java.util.ArrayList;
import java.util.List;

/** Whether a process is paused; what it was to do meanwhile, it does then, in order. */
final class Pauses {
  private final Agenda agenda;
  private final List<Runnable> kept = new ArrayList<>();
  private long untilMs;

  Pauses(Agenda agenda) {
    this.agenda = agenda;
  }

  boolean isPaused() {
    return agenda.nowMs() < untilMs;
  }

  void begin(long ms) {
    untilMs = Math.max(untilMs, agenda.nowMs() + ms);
    agenda.at(untilMs, this::goOn);
  }

  void end() {
    untilMs = 0;
    goOn();
  }

  private void goOn() {
    if (!isPaused()) {
      kept.forEach(action -> agenda.in(0, action));
      kept.clear();
    }
  }

  /** Keeps something for the end of the pause. */
  void keep(Runnable action) {
    kept.add(action);
  }
}
