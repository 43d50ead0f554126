package dev.cobnut.worker.task;

import dev.cobnut.job.RecordPlace;
import dev.cobnut.job.TaskContext;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The counters of an attempt: those of the job's code, and those of the engine, whose names begin
 * with {@value #ENGINE_PREFIX}. Confined to the attempt's thread.
 */
public final class TaskCounters implements TaskContext {
  /** Begins the name of each counter of the engine, and of no other. */
  public static final String ENGINE_PREFIX = "cobnut.";

  private static final int NAME_LENGTH_MAX = 100;
  private static final int COUNTERS_MAX = 1_000;

  private final Map<String, Count> counts = new HashMap<>();
  private Supplier<RecordPlace> place = () -> RecordPlace.NONE;
  private @Nullable String problem;

  @Override
  public void count(String counter, long delta) {
    Count count = counts.get(counter);
    if (count == null) {
      count = begin(counter);
    }
    count.total += delta;
  }

  @Override
  public RecordPlace place() {
    return place.get();
  }

  /** Says where the record lies that is being worked on, from now on. */
  public void placeFrom(Supplier<RecordPlace> newPlace) {
    place = newPlace;
  }

  /**
   * The first misuse of {@link #count}, which threw; the attempt must fail even where the job's
   * code caught that.
   */
  public @Nullable String problem() {
    return problem;
  }

  /**
   * All counters of the attempt.
   *
   * @param engine those of the engine, by their names without the prefix
   */
  public Map<String, Long> totals(Map<String, Long> engine) {
    Map<String, Long> totals = new TreeMap<>();
    counts.forEach((name, count) -> totals.put(name, count.total));
    engine.forEach((name, total) -> totals.put(ENGINE_PREFIX + name, total));
    return totals;
  }

  private Count begin(String counter) {
    if (counter.isEmpty() || counter.length() > NAME_LENGTH_MAX) {
      throw misuse(
          "counter: a name of "
              + counter.length()
              + " characters (expected: 1.."
              + NAME_LENGTH_MAX
              + ")");
    }
    if (counter.startsWith(ENGINE_PREFIX)) {
      throw misuse(
          "counter: \"" + counter + "\" (expected: a name that doesn't begin with cobnut.)");
    }
    if (counts.size() == COUNTERS_MAX) {
      throw misuse(
          "counters: \"" + counter + "\" is one more (expected: at most " + COUNTERS_MAX + ")");
    }
    Count count = new Count();
    counts.put(counter, count);
    return count;
  }

  private IllegalArgumentException misuse(String message) {
    if (problem == null) {
      problem = message;
    }
    return new IllegalArgumentException(message);
  }

  private static final class Count {
    private long total;
  }
}
