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

  /**
   * Of one master: two that are answered, six that are not, as each is waited for, and two more
   * where the output was lost and found meanwhile. The next master knows of none of them.
   */
  static final int QUESTIONS_MAX = 10;

  static final int ATTEMPTS_MAX = 40;

  private record Question(long term, AttemptId map) {
    @Override
    public String toString() {
      return map + ": asked by master " + term;
    }
  }

  private final Simulation sim;
  private final Map<Question, Deque<Long>> questions = new HashMap<>();
  private final Map<Question, Integer> asked = new HashMap<>();
  private final Map<TaskId, Deque<Long>> attempts = new HashMap<>();

  StormChecks(Simulation sim) {
    this.sim = sim;
  }

  void decided(SimMaster master, Event event, List<Command> commands) {
    for (Command command : commands) {
      if (command instanceof Command.CheckMapOutput check) {
        Question question = new Question(master.term(), check.map());
        asked.merge(question, 1, Integer::sum);
        note(questions, question, 0, QUESTIONS_MAX, "questions");
      } else if (command instanceof Command.StartAttempt start) {
        note(attempts, start.attempt().task(), BURST_MS, ATTEMPTS_MAX, "attempts");
      } else if (command instanceof Save.SaveIdle idle
          && idle.lost().isPresent()
          && event instanceof Event.MapOutputUnreadable) {
        wasAsked(new Question(master.term(), idle.lost().get().attempt()));
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
  private void wasAsked(Question question) {
    int times = asked.getOrDefault(question, 0);
    if (times < QUESTIONS_MIN) {
      throw new Violation(
          question.map()
              + ": given up after "
              + times
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
