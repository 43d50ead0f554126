package dev.cobnut.core.model;

/**
 * The id of a job: random, made by the master's driver, never used again.
 *
 * @param value 1 to 64 of {@code a-z 0-9 -}
 */
public record JobId(String value) implements Comparable<JobId> {
  private static final int LENGTH_MAX = 64;

  public JobId {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "job id: \"" + value + "\" (expected: 1 to 64 of a-z 0-9 -)");
    }
  }

  private static boolean isValid(String value) {
    for (int index = 0; index < value.length(); index++) {
      char character = value.charAt(index);
      boolean isLetter = character >= 'a' && character <= 'z';
      boolean isDigit = character >= '0' && character <= '9';
      if (!isLetter && !isDigit && character != '-') {
        return false;
      }
    }
    return !value.isEmpty() && value.length() <= LENGTH_MAX;
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
