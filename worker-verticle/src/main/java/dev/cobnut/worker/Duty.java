package dev.cobnut.worker;

import dev.cobnut.core.message.ToMaster;
import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.JobId;
import java.util.Optional;

/** What a worker has to do after what it heard; carried out in order. */
sealed interface Duty {
  /** Say something to the master on a node. */
  record Tell(String masterNode, ToMaster message) implements Duty {}

  /** Run a map. */
  record RunMap(ToWorker.StartMap order) implements Duty {}

  /** Run a reduce. */
  record RunReduce(ToWorker.StartReduce order) implements Duty {}

  /** Stop an attempt that runs; it tells its end like any other. */
  record Stop(AttemptId attempt) implements Duty {}

  /**
   * Delete the files of an attempt that has ended.
   *
   * @param output of its job, where it may have left a file there, too; empty where all that there
   *     is of it is its map output
   */
  record Delete(AttemptId attempt, Optional<String> output) implements Duty {}

  /** Delete all that is held of a job. */
  record Drop(JobId job) implements Duty {}

  /** Read a map output again. */
  record Check(AttemptId map) implements Duty {}

  /** Take note of where map outputs lie. */
  record Note(ToWorker.MapOutputsAre news) implements Duty {}
}
