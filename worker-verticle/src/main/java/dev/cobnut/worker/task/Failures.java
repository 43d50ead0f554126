package dev.cobnut.worker.task;

import dev.cobnut.core.model.Failure;
import dev.cobnut.job.RecordPlace;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Arrays;
import java.util.List;

/** Turns what was thrown into what a user is told. */
public final class Failures {
  private static final int MESSAGE_LENGTH_MAX = 1_000;

  /** 16 KiB, even where each character takes up 3 bytes. */
  private static final int DETAIL_LENGTH_MAX = 16 * 1024 / 3;

  private static final int CAUSES_MAX = 8;

  private Failures() {}

  /**
   * The job's code threw.
   *
   * @param function what threw: {@code map}, {@code combine}, ...
   * @param place of the record that it was at
   * @param caller the class of the engine that called the function: its frames and those below
   *     aren't told
   */
  public static TaskFailedException inUserCode(
      String function, RecordPlace place, Throwable thrown, Class<?> caller) {
    return inUserCode(Failure.Kind.USER_CODE, function, place, thrown, caller);
  }

  /** The map function threw, and may go on with the next record; as {@link #inUserCode} else. */
  public static TaskFailedException atBadRecord(
      RecordPlace place, Throwable thrown, Class<?> caller) {
    return inUserCode(Failure.Kind.BAD_RECORD, "map", place, thrown, caller);
  }

  private static TaskFailedException inUserCode(
      Failure.Kind kind, String function, RecordPlace place, Throwable thrown, Class<?> caller) {
    String where = place.offset() < 0 ? "" : " at " + place;
    String message = function + where + ": " + describe(thrown);
    return new TaskFailedException(
        new Failure(kind, line(message, MESSAGE_LENGTH_MAX), trace(thrown, caller)), thrown);
  }

  /** Whether what was thrown is trouble of the process, whoever it struck. */
  public static boolean isOfTheProcess(Throwable thrown) {
    return thrown instanceof VirtualMachineError && !(thrown instanceof StackOverflowError);
  }

  /** Throws on what the job's code isn't to be blamed for, though it was thrown there. */
  public static void requireNotOfTheProcess(Throwable thrown) {
    if (thrown instanceof Error error && isOfTheProcess(error)) {
      throw error;
    }
  }

  /** Something else went wrong. */
  public static TaskFailedException of(Failure.Kind kind, String message, Throwable thrown) {
    return new TaskFailedException(
        new Failure(kind, line(message, MESSAGE_LENGTH_MAX), trace(thrown, Failures.class)),
        thrown);
  }

  /**
   * The worker's own disk can't be written or read.
   *
   * @param what was to be written or read
   */
  public static TaskFailedException ofLocalDisk(String what, IOException thrown) {
    // An interrupt that nobody ordered is of the job's code.
    boolean isOfDisk = !(thrown instanceof ClosedByInterruptException);
    return of(
        isOfDisk ? Failure.Kind.LOCAL_DISK : Failure.Kind.SYSTEM,
        what + ": " + describe(thrown),
        thrown);
  }

  /** Something is wrong that wasn't thrown. */
  public static TaskFailedException of(Failure.Kind kind, String message) {
    return new TaskFailedException(new Failure(kind, line(message, MESSAGE_LENGTH_MAX), ""));
  }

  /** The attempt was told to stop. */
  public static TaskFailedException stopped() {
    return of(Failure.Kind.STOPPED, "stopped");
  }

  /** Class and message of what was thrown; never fails, whatever its methods do. */
  public static String describe(Throwable thrown) {
    String message;
    try {
      message = thrown.getLocalizedMessage();
    } catch (RuntimeException | Error failure) {
      message = "(its message can't be had: " + failure.getClass().getName() + ")";
    }
    String name = thrown.getClass().getName();
    return message == null ? name : name + ": " + message;
  }

  /** A text in one line of a limited length. */
  public static String line(String text, int lengthMax) {
    String line = text.replaceAll("\\s*[\\r\\n]+\\s*", " ");
    return line.length() <= lengthMax ? line : line.substring(0, lengthMax - 3) + "...";
  }

  private static String trace(Throwable thrown, Class<?> caller) {
    StringBuilder text = new StringBuilder();
    Throwable current = thrown;
    for (int depth = 0; current != null && depth < CAUSES_MAX; depth++) {
      text.append(depth == 0 ? "" : "Caused by: ").append(describe(current)).append('\n');
      for (StackTraceElement frame : ofTheJob(current.getStackTrace(), caller)) {
        text.append("\tat ").append(frame).append('\n');
        if (text.length() > DETAIL_LENGTH_MAX) {
          return text.substring(0, DETAIL_LENGTH_MAX - 4) + "\n...";
        }
      }
      current = current.getCause();
    }
    return text.toString();
  }

  /** The frames above those of the caller. */
  private static List<StackTraceElement> ofTheJob(StackTraceElement[] frames, Class<?> caller) {
    for (int end = frames.length; end > 0; end--) {
      if (frames[end - 1].getClassName().equals(caller.getName())) {
        int begin = end;
        while (begin > 0 && frames[begin - 1].getClassName().startsWith(caller.getName())) {
          begin--;
        }
        return List.copyOf(Arrays.asList(frames).subList(0, begin));
      }
    }
    return Arrays.asList(frames);
  }
}
