package dev.cobnut.core.paper;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.RunningAttempt;

/** What an attempt does on its machine. */
sealed interface Work permits MapWork, ReduceWork {
  AttemptId attempt();

  /** As its worker tells it. */
  RunningAttempt told();

  /** Goes on for a step, holding a slot. */
  void run(double seconds, Flows flows);

  /** It has a slot from now on. */
  void start();

  boolean isDone();
}
