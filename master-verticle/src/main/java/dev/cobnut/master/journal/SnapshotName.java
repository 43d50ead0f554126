package dev.cobnut.master.journal;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a snapshot, which no other has or had.
 *
 * @param number of the last segment that it holds; the higher, the newer
 * @param nonce of lower-case letters and digits
 */
record SnapshotName(long number, String nonce) implements Comparable<SnapshotName> {
  private static final Pattern TEXT = Pattern.compile("(\\d{20})-([a-z0-9]+)");

  static Optional<SnapshotName> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(new SnapshotName(Long.parseLong(matcher.group(1)), matcher.group(2)))
        : Optional.empty();
  }

  String text() {
    return String.format(Locale.ROOT, "%020d-%s", number, nonce);
  }

  @Override
  public int compareTo(SnapshotName other) {
    return text().compareTo(other.text());
  }
}
