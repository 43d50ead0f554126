package dev.cobnut.jobs.logstats;

import dev.cobnut.job.ByteSearch;
import dev.cobnut.job.Utf8;

/**
 * A line of Apache's combined log format, read from its bytes:
 *
 * <pre>
 *   client ident user [time] "request" status bytes "referer" "agent"
 * </pre>
 *
 * One space stands between two fields; a quoted one may hold {@code \"}; bytes are up to 18 digits,
 * or {@code -} for none; a {@code \r} may follow. Moved from line to line; confined to one thread.
 */
final class CombinedLog {
  private static final int STATUS_DIGITS = 3;
  private static final int BYTES_DIGITS_MAX = 18;

  private Utf8 line = new Utf8();

  /** The index in the line of what is read next. */
  private int at;

  private int clientEnd;
  private long bytes;

  /** Reads a line; false where it has another form. */
  boolean read(Utf8 newLine) {
    line = newLine;
    at = 0;
    if (!word()) {
      return false;
    }
    clientEnd = at;
    boolean isWhole =
        take(' ')
            && word()
            && take(' ')
            && word()
            && take(' ')
            && time()
            && take(' ')
            && quoted()
            && take(' ')
            && status()
            && take(' ')
            && bytesSent()
            && take(' ')
            && quoted()
            && take(' ')
            && quoted();
    return isWhole && (isAtEnd() || (take('\r') && isAtEnd()));
  }

  private boolean isAtEnd() {
    return at == line.length();
  }

  /** Where the client ends that the line begins with, counted from the begin of the line. */
  int clientEnd() {
    return clientEnd;
  }

  /** Bytes that were sent. */
  long bytes() {
    return bytes;
  }

  private boolean take(char expected) {
    return at < line.length() && line.at(at++) == expected;
  }

  /** One byte or more that aren't white space. */
  private boolean word() {
    int begin = at;
    while (at < line.length() && !ByteSearch.isWhiteSpace(line.at(at))) {
      at++;
    }
    return at > begin;
  }

  private boolean time() {
    return take('[') && goBehind(line.indexOf(']', at));
  }

  private boolean goBehind(int found) {
    at = found < 0 ? line.length() : found + 1;
    return found >= 0;
  }

  private boolean quoted() {
    if (!take('"')) {
      return false;
    }
    while (goBehind(line.indexOfEither('"', '\\', at))) {
      if (line.at(at - 1) == '"') {
        return true;
      }
      at++;
    }
    return false;
  }

  private boolean status() {
    int begin = at;
    skipDigits();
    return at - begin == STATUS_DIGITS;
  }

  private boolean bytesSent() {
    bytes = 0;
    if (at < line.length() && line.at(at) == '-') {
      at++;
      return true;
    }
    int begin = at;
    skipDigits();
    int digits = at - begin;
    if (digits == 0 || digits > BYTES_DIGITS_MAX) {
      return false;
    }
    for (int index = begin; index < at; index++) {
      bytes = 10 * bytes + line.at(index) - '0';
    }
    return true;
  }

  private void skipDigits() {
    while (at < line.length() && line.at(at) >= '0' && line.at(at) <= '9') {
      at++;
    }
  }
}
