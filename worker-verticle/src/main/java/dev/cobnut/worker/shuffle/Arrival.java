package dev.cobnut.worker.shuffle;

import dev.cobnut.worker.run.Region;

/** How a region of an answer came. */
sealed interface Arrival {
  /** The place of its map in the request. */
  int place();

  /** As it was written. */
  record Whole(int place, Region region) implements Arrival {}

  /** Not at all: the server says why. */
  record Refused(int place, int status, String detail) implements Arrival {
    /** Whether another try would end as this one did. */
    boolean isLasting() {
      return status == 404 || status == 500;
    }

    UnreadableRegionException failure() {
      return new UnreadableRegionException("status " + status + ": " + detail, isLasting());
    }
  }

  /** With other bytes. */
  record Spoiled(int place, int found, int expected) implements Arrival {
    UnreadableRegionException failure() {
      return new UnreadableRegionException(
          "crc32c %08x (expected: %08x)".formatted(found, expected), false);
    }
  }
}
