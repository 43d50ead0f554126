package dev.cobnut.job;

import java.util.List;
import java.util.Optional;

/**
 * A parameter of a job, declared as data: its name, type, default, bounds and description. The
 * command line, the check of a submission and the dashboard's form all come from it, without a call
 * to the job.
 *
 * @param name 1 to 64 of {@code a-z 0-9 . _ -}
 * @param type what a value looks like
 * @param required whether a submission must give it
 * @param defaultValue what holds where it isn't given
 * @param min the smallest integer allowed
 * @param max the largest integer allowed
 * @param choices the texts allowed; empty: any
 * @param excludes a parameter that can't be given beside this one
 * @param description one sentence for the user
 */
public record JobParameter(
    String name,
    Type type,
    boolean required,
    Optional<String> defaultValue,
    long min,
    long max,
    List<String> choices,
    Optional<String> excludes,
    String description) {

  /** What a value looks like. */
  public enum Type {
    /** Any text that isn't empty. */
    TEXT,
    /** A whole number, in decimal digits. */
    INTEGER,
    /** {@code true} or {@code false}. */
    FLAG,
    /** A regular expression of {@link java.util.regex.Pattern}. */
    REGEX
  }

  public JobParameter {
    if (!name.matches("[a-z0-9._-]{1,64}")) {
      throw new IllegalArgumentException(
          "parameter name: \"" + name + "\" (expected: 1 to 64 of a-z 0-9 . _ -)");
    }
    choices = List.copyOf(choices);
  }

  /** A text. */
  public static JobParameter text(String name, String description) {
    return of(name, Type.TEXT, description);
  }

  /** A whole number, within bounds that are allowed themselves. */
  public static JobParameter integer(String name, long min, long max, String description) {
    return new JobParameter(
        name,
        Type.INTEGER,
        false,
        Optional.empty(),
        min,
        max,
        List.of(),
        Optional.empty(),
        description);
  }

  /** Yes or no; {@code false} where it isn't given. */
  public static JobParameter flag(String name, String description) {
    return of(name, Type.FLAG, description).orElse("false");
  }

  /** A regular expression. */
  public static JobParameter regex(String name, String description) {
    return of(name, Type.REGEX, description);
  }

  private static JobParameter of(String name, Type type, String description) {
    return new JobParameter(
        name,
        type,
        false,
        Optional.empty(),
        Long.MIN_VALUE,
        Long.MAX_VALUE,
        List.of(),
        Optional.empty(),
        description);
  }

  /** The same, but a submission must give it. */
  public JobParameter asRequired() {
    return new JobParameter(
        name, type, true, defaultValue, min, max, choices, excludes, description);
  }

  /** The same, with a default. */
  public JobParameter orElse(String value) {
    return new JobParameter(
        name, type, required, Optional.of(value), min, max, choices, excludes, description);
  }

  /** The same, restricted to some texts. */
  public JobParameter oneOf(String... values) {
    return new JobParameter(
        name, type, required, defaultValue, min, max, List.of(values), excludes, description);
  }

  /** The same, but never beside the other parameter. */
  public JobParameter exclusiveWith(String other) {
    return new JobParameter(
        name, type, required, defaultValue, min, max, choices, Optional.of(other), description);
  }
}
