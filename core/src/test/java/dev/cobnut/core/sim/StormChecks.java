package dev.cobnut.core.sim;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.scheduler.Command;
import dev.cobnut.core.scheduler.Event;
import dev.cobnut.core.scheduler.Save;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Questions about a map output, and attempts at a task, never come thick and fast; and no output is
 * given up on the word of a reporter alone.
 */
final class StormChecks {
  static final long WINDOW_MS = 30_000;

  /** What a master does at once when it hears all that came while it was paused counts as one. */
  static final long BURST_MS = 100;

  static final int QUESTIONS_MIN = 2;
  static final int QUESTIONS_MAX = 12;
  static final int ATTEMPTS_MAX = 40;

  private final Simulation sim;
  private final Map<AttemptId, Deque<Long>> questions = new HashMap<>();
  private final Map<TaskId, Deque<Long>> attempts = new HashMap<>();

  StormChecks(Simulation sim) {
    this.sim = sim;
  }

  void decided(Event event, List<Command> commands) {
    for (Command command : commands) {
      if (command instanceof Command.CheckMapOutput check) {
        note(questions, check.map(), 0, QUESTIONS_MAX, "questions");
      } else if (command instanceof Command.StartAttempt start) {
        note(attempts, start.attempt().task(), BURST_MS, ATTEMPTS_MAX, "attempts");
      } else if (command instanceof Save.SaveIdle idle
          && idle.lost().isPresent()
          && event instanceof Event.MapOutputUnreadable) {
        wasAsked(idle.lost().get().attempt());
        isGivenUp(idle);
      } else if (command instanceof Save.SaveIdle idle && event instanceof Event.MapOutputChecked) {
        isGivenUp(idle);
      }
    }
  }

  /** What nobody can read is lost for good, and the journal says so to the masters that follow. */
  private static void isGivenUp(Save.SaveIdle idle) {
    if (idle.givenUpMs().isEmpty()) {
      throw new Violation(idle + ": lost (expected: given up for good)");
    }
  }

  /** An output is given up on the word of reporters: its owner was asked before, more than once. */
  private void wasAsked(AttemptId map) {
    int asked = questions.getOrDefault(map, new ArrayDeque<>()).size();
    if (asked < QUESTIONS_MIN) {
      throw new Violation(
          map
              + ": given up after "
              + asked
              + " questions (expected: "
              + QUESTIONS_MIN
              + " or more, as one reporter is no proof)");
    }
  }

  private <K> void note(Map<K, Deque<Long>> times, K key, long burstMs, int max, String what) {
    Deque<Long> latest = times.computeIfAbsent(key, fresh -> new ArrayDeque<>());
    if (latest.isEmpty() || sim.nowMs() - latest.getLast() >= burstMs) {
      latest.add(sim.nowMs());
    }
    while (latest.element() < sim.nowMs() - WINDOW_MS) {
      latest.remove();
    }
    if (latest.size() > max) {
      throw new Violation(
          key + ": " + latest.size() + " " + what + " (expected: at most " + max + " in a while)");
    }
  }
}
