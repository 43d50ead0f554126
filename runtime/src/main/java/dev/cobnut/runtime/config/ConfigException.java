package dev.cobnut.runtime.config;

import java.util.List;

/**
 * The configuration can't be used. The message has a line for each problem: the key, the value,
 * what was expected.
 */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  ConfigException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** One line for each problem. */
  public List<String> problems() {
    return problems;
  }
}
