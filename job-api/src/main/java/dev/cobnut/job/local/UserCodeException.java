package dev.cobnut.job.local;

import dev.cobnut.job.RecordPlace;

/**
 * A function of the job threw. The message names the function, the record's place and the cause,
 * which is attached.
 */
public final class UserCodeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient RecordPlace place;

  private UserCodeException(String function, RecordPlace place, Throwable cause) {
    super(
        function
            + " function failed"
            + (place.equals(RecordPlace.NONE) ? "" : " at the record of " + place)
            + ": "
            + cause,
        cause);
    this.place = place;
  }

  /**
   * Wraps what a function threw; what is wrapped already stays as it is. Throws on what no function
   * is to be blamed for.
   */
  static UserCodeException of(String function, RecordPlace place, Throwable cause) {
    requireNotOfTheProcess(cause);
    return cause instanceof UserCodeException wrapped
        ? wrapped
        : new UserCodeException(function, place, cause);
  }

  /** Throws on trouble of the process, as a full heap, whomever it struck. */
  static void requireNotOfTheProcess(Throwable thrown) {
    if (thrown instanceof VirtualMachineError error && !(error instanceof StackOverflowError)) {
      throw error;
    }
  }

  /**
   * Where the record lies at which the map function threw; for any other function {@link
   * RecordPlace#NONE}.
   */
  public RecordPlace place() {
    return place;
  }
}
