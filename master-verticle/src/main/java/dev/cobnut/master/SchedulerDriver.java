package dev.cobnut.master;

import dev.cobnut.core.model.JobId;
import dev.cobnut.core.scheduler.Command;
import dev.cobnut.core.scheduler.Event;
import dev.cobnut.core.scheduler.Save;
import dev.cobnut.core.scheduler.Scheduler;
import dev.cobnut.master.api.ApiException;
import dev.cobnut.master.api.Problem;
import dev.cobnut.master.journal.Journal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Gives events to the scheduler, one after another, and its commands to the world. Nothing leaves
 * before its Saves: commands and answers wait in a batch until the journal holds every Save of the
 * batch. What deletes files waits for a segment, too, be it an empty one: that this master knows of
 * no use for them is no proof where another acts by now. One append is in flight; what happens
 * meanwhile gathers in the next batch. A failed append ends it all, and nothing leaves any more.
 * Confined to the master's context.
 */
final class SchedulerDriver {
  /** Carries out what leaves. */
  interface World {
    void carryOut(Command.ToWorld command);

    /**
     * A job's state is being saved.
     *
     * @return tells it as it is now; run when it leaves
     */
    Runnable tellState(JobId job);

    /** All of a batch was carried out. */
    void batchLeft();
  }

  private static final class Batch {
    private final List<Save> saves = new ArrayList<>();
    private final List<Runnable> leaving = new ArrayList<>();
    private boolean needsSegment;
  }

  private final Scheduler scheduler;
  private final Journal journal;
  private final World world;
  private final Executor context;
  private final Consumer<Throwable> onFailure;
  private final Deque<Event> events = new ArrayDeque<>();
  private final Set<Promise<?>> answers = new LinkedHashSet<>();
  private Batch gathering = new Batch();
  private boolean isApplying;
  private boolean isAppending;
  private boolean isLeaving;
  private boolean isStopped;
  private boolean hasAppended;

  /**
   * A driver that has done nothing yet.
   *
   * @param context runs what follows an append
   * @param onFailure told once, when the driver can't go on
   */
  SchedulerDriver(
      Scheduler scheduler,
      Journal journal,
      World world,
      Executor context,
      Consumer<Throwable> onFailure) {
    this.scheduler = scheduler;
    this.journal = journal;
    this.world = world;
    this.context = context;
    this.onFailure = onFailure;
  }

  /** What is, which may not be saved yet: for decisions of the master alone, never for answers. */
  Scheduler scheduler() {
    return scheduler;
  }

  /** Applies an event; from within another's commands, after all of those. */
  void apply(Event event) {
    apply(List.of(event));
  }

  /** Applies events one after another; what follows from them is saved together. */
  void apply(List<Event> more) {
    if (isStopped) {
      return;
    }
    events.addAll(more);
    if (isApplying) {
      return;
    }
    isApplying = true;
    try {
      for (Event next = events.poll(); next != null; next = events.poll()) {
        gather(scheduler.apply(next));
      }
    } catch (RuntimeException broken) {
      fail(broken);
    } finally {
      isApplying = false;
    }
    flush();
  }

  /** What a reader is told: as of now, but not before it is saved. */
  <T> Future<T> answer(Function<Scheduler, T> question) {
    if (isStopped) {
      return Future.failedFuture(steppedDown());
    }
    T answer;
    try {
      answer = question.apply(scheduler);
    } catch (RuntimeException refused) {
      return Future.failedFuture(refused);
    }
    Promise<T> promise = Promise.promise();
    answers.add(promise);
    gathering.leaving.add(
        () -> {
          answers.remove(promise);
          promise.complete(answer);
        });
    flush();
    return promise.future();
  }

  boolean isStopped() {
    return isStopped;
  }

  /** Lets nothing leave any more; who waits for an answer is told that none comes. */
  void stop() {
    isStopped = true;
    journal.close();
    events.clear();
    gathering = new Batch();
    List<Promise<?>> waiting = List.copyOf(answers);
    answers.clear();
    waiting.forEach(promise -> promise.tryFail(steppedDown()));
  }

  private static ApiException steppedDown() {
    return Problem.noMaster("the master has stepped down (expected: an acting master)")
        .toException();
  }

  private void gather(List<Command> commands) {
    Set<JobId> changed = new LinkedHashSet<>();
    for (Command command : commands) {
      if (command instanceof Save save) {
        gathering.saves.add(save);
        gathering.needsSegment = true;
        if (save instanceof Save.SaveJob) {
          changed.add(save.job());
        }
      } else if (command instanceof Command.ToWorld order) {
        gathering.needsSegment |= deletes(order);
        gathering.leaving.add(() -> world.carryOut(order));
      } else {
        throw new IllegalStateException("command: " + command + " (expected: Save or ToWorld)");
      }
    }
    changed.forEach(job -> gathering.leaving.add(world.tellState(job)));
  }

  private static boolean deletes(Command.ToWorld order) {
    return order instanceof Command.DropJobData
        || (order instanceof Command.AcknowledgeOutcome outcome && outcome.discard());
  }

  /** Has a segment written if none was since the last time: so others see that this one acts. */
  void giveSign() {
    if (!hasAppended && !isAppending) {
      gathering.needsSegment = true;
      flush();
    }
    hasAppended = false;
  }

  private void flush() {
    while (!isStopped && !isApplying && !isAppending && !isLeaving && hasGathered()) {
      Batch batch = gathering;
      gathering = new Batch();
      if (!batch.needsSegment) {
        leave(batch);
      } else {
        isAppending = true;
        hasAppended = true;
        journal
            .append(List.copyOf(batch.saves))
            .onComplete(
                appended ->
                    context.execute(
                        () -> {
                          isAppending = false;
                          if (appended.succeeded()) {
                            leave(batch);
                            flush();
                          } else {
                            fail(appended.cause());
                          }
                        }));
      }
    }
  }

  private boolean hasGathered() {
    return gathering.needsSegment || !gathering.leaving.isEmpty();
  }

  private void leave(Batch batch) {
    isLeaving = true;
    try {
      for (Runnable each : batch.leaving) {
        if (isStopped) {
          return;
        }
        each.run();
      }
      world.batchLeft();
    } catch (RuntimeException broken) {
      fail(broken);
    } finally {
      isLeaving = false;
    }
  }

  private void fail(Throwable cause) {
    if (!isStopped) {
      stop();
      onFailure.accept(cause);
    }
  }
}
