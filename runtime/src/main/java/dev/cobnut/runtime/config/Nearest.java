package dev.cobnut.runtime.config;

import java.util.Comparator;
import java.util.List;

/** Finds what somebody meant who mistyped. */
final class Nearest {
  private Nearest() {}

  /** The candidate with the fewest edits, the first of them where several have as few. */
  static String to(String mistyped, List<String> candidates) {
    return candidates.stream()
        .min(Comparator.comparingInt(candidate -> edits(mistyped, candidate)))
        .orElseThrow();
  }

  /** Levenshtein's distance. */
  private static int edits(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
