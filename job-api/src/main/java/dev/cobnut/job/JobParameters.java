package dev.cobnut.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The parameters of one job: checked against what the job declares, defaults filled in. Immutable.
 */
public final class JobParameters {
  private final Map<String, String> values;

  private JobParameters(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  /**
   * Checks values against a declaration and fills in defaults.
   *
   * @throws IllegalParametersException that names every parameter that is missing, unknown, or not
   *     as declared
   */
  public static JobParameters of(List<JobParameter> declared, Map<String, String> given) {
    List<String> problems = new ArrayList<>(unknown(declared, given));
    Map<String, String> values = new LinkedHashMap<>();
    for (JobParameter parameter : declared) {
      Optional<String> value =
          Optional.ofNullable(given.get(parameter.name())).or(parameter::defaultValue);
      if (value.isPresent()) {
        problem(parameter, value.get()).ifPresent(problems::add);
        values.put(parameter.name(), value.get());
      } else if (parameter.required()) {
        problems.add(parameter.name() + ": missing (expected: " + expectation(parameter) + ")");
      }
      conflict(parameter, given).ifPresent(problems::add);
    }
    if (!problems.isEmpty()) {
      throw new IllegalParametersException(problems);
    }
    return new JobParameters(values);
  }

  private static List<String> unknown(List<JobParameter> declared, Map<String, String> given) {
    List<String> known = declared.stream().map(JobParameter::name).toList();
    String expected = known.isEmpty() ? "none" : "one of " + String.join(", ", known);
    return given.keySet().stream()
        .filter(name -> !known.contains(name))
        .sorted()
        .map(name -> name + ": unknown parameter (expected: " + expected + ")")
        .toList();
  }

  private static Optional<String> conflict(JobParameter parameter, Map<String, String> given) {
    return parameter
        .excludes()
        .filter(other -> given.containsKey(parameter.name()) && given.containsKey(other))
        .map(other -> parameter.name() + ": given beside " + other + " (expected: one of them)");
  }

  private static Optional<String> problem(JobParameter parameter, String value) {
    boolean fits =
        switch (parameter.type()) {
          case TEXT -> !value.isEmpty();
          case INTEGER -> isWithin(parameter, value);
          case FLAG -> value.equals("true") || value.equals("false");
          case REGEX -> !value.isEmpty() && isRegex(value);
        };
    if (fits && (parameter.choices().isEmpty() || parameter.choices().contains(value))) {
      return Optional.empty();
    }
    return Optional.of(
        parameter.name() + ": \"" + value + "\" (expected: " + expectation(parameter) + ")");
  }

  private static boolean isWithin(JobParameter parameter, String value) {
    try {
      long number = Long.parseLong(value);
      return number >= parameter.min() && number <= parameter.max();
    } catch (NumberFormatException notANumber) {
      return false;
    }
  }

  private static boolean isRegex(String value) {
    try {
      Pattern.compile(value);
      return true;
    } catch (PatternSyntaxException notARegex) {
      return false;
    }
  }

  private static String expectation(JobParameter parameter) {
    if (!parameter.choices().isEmpty()) {
      return "one of " + String.join(", ", parameter.choices());
    }
    return switch (parameter.type()) {
      case TEXT -> "a text";
      case INTEGER -> parameter.min() + ".." + parameter.max();
      case FLAG -> "true or false";
      case REGEX -> "a regular expression";
    };
  }

  /** Whether the parameter was given or has a default. */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  /**
   * The value of a parameter as it was given.
   *
   * @throws IllegalArgumentException where it was not given and has no default
   */
  public String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          name + ": not given (expected: one of " + values.keySet() + ")");
    }
    return value;
  }

  /** The value of an integer parameter; throws as {@link #text}. */
  public long integer(String name) {
    return Long.parseLong(text(name));
  }

  /** The value of a flag; throws as {@link #text}. */
  public boolean flag(String name) {
    return Boolean.parseBoolean(text(name));
  }

  /** All values, by name. */
  public Map<String, String> asMap() {
    return values;
  }
}
