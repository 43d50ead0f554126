package dev.cobnut.core.model;

/**
 * The id of a job: random, made by the master's driver, never used again.
 *
 * @param value 1 to 64 of {@code a-z 0-9 -}
 */
public record JobId(String value) implements Comparable<JobId> {
  public JobId {
    if (!value.matches("[a-z0-9-]{1,64}")) {
      throw new IllegalArgumentException(
          "job id: \"" + value + "\" (expected: 1 to 64 of a-z 0-9 -)");
    }
  }

  @Override
  public int compareTo(JobId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
