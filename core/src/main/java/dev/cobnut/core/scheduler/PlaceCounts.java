package dev.cobnut.core.scheduler;

/** How many attempts are in which place. */
final class PlaceCounts {
  private int slots;
  private int fetches;
  private int early;
  private int ahead;

  void add(Place place, int attempts) {
    switch (place) {
      case SLOT -> slots += attempts;
      case FETCH -> fetches += attempts;
      case EARLY -> early += attempts;
      case AHEAD -> ahead += attempts;
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

  /** Maps behind the slots. */
  int ahead() {
    return ahead;
  }

  /** Reduces that fetch. */
  int fetching() {
    return fetches + early;
  }
}
