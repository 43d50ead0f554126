package dev.cobnut.core.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Compares the places that jobs write to. */
final class OutputPaths {
  private static final Pattern FILE_SCHEME = Pattern.compile("^file:(//)?(?=/|[^/])");
  private static final Pattern SLASHES = Pattern.compile("/+");

  private OutputPaths() {}

  /** Whether one is the other, or above or below it. */
  static boolean overlap(String one, String other) {
    List<String> segments = segments(one);
    List<String> otherSegments = segments(other);
    int shared = Math.min(segments.size(), otherSegments.size());
    return segments.subList(0, shared).equals(otherSegments.subList(0, shared));
  }

  /** The names on the way to a place; the first tells an absolute path from a relative one. */
  private static List<String> segments(String place) {
    String path = FILE_SCHEME.matcher(place).replaceFirst("");
    List<String> segments = new ArrayList<>();
    segments.add(path.startsWith("/") ? "/" : "");
    for (String name : SLASHES.split(path, -1)) {
      if (name.equals("..") && segments.size() > 1) {
        segments.remove(segments.size() - 1);
      } else if (!name.isEmpty() && !name.equals(".")) {
        segments.add(name);
      }
    }
    return segments;
  }
}
