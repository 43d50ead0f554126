package dev.cobnut.worker.shuffle;

/** A region can't be had whole from the worker that is said to hold it. */
final class UnreadableRegionException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean lasting;

  /**
   * Says why.
   *
   * @param lasting whether another try would end as this one did
   */
  UnreadableRegionException(String message, boolean lasting) {
    super(message);
    this.lasting = lasting;
  }

  boolean isLasting() {
    return lasting;
  }
}
