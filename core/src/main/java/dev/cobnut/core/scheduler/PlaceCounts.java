package dev.cobnut.core.scheduler;

/** How many attempts are in which place. */
final class PlaceCounts {
  private int slots;
  private int fetches;
  private int early;

  void add(Place place, int attempts) {
    switch (place) {
      case SLOT -> slots += attempts;
      case FETCH -> fetches += attempts;
      case EARLY -> early += attempts;
    }
  }

  /** Slots that are held or soon wanted. */
  int committed() {
    return slots + fetches;
  }

  /** Slots that are held, and places in the queue for them. */
  int slots() {
    return slots;
  }

  /** Reduces that fetch. */
  int fetching() {
    return fetches + early;
  }
}
