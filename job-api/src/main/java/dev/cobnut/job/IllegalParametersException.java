package dev.cobnut.job;

import java.util.List;

/** Parameters don't fit what the job declares. */
public final class IllegalParametersException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  IllegalParametersException(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  /** One sentence for each parameter: its name, what was found, what was expected. */
  public List<String> problems() {
    return problems;
  }
}
