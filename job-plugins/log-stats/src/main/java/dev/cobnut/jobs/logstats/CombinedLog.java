package dev.cobnut.jobs.logstats;

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

  private byte[] array = {};
  private int end;
  private int at;
  private int clientEnd;
  private long bytes;

  /** Reads a line; false where it has another form. */
  boolean read(Utf8 line) {
    array = line.array();
    at = line.offset();
    end = at + line.length();
    if (!word()) {
      return false;
    }
    clientEnd = at - line.offset();
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
    return isWhole && (at == end || (take('\r') && at == end));
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
    return at < end && array[at++] == expected;
  }

  /** One byte or more that aren't white space. */
  private boolean word() {
    int begin = at;
    while (at < end && !isSpace(array[at])) {
      at++;
    }
    return at > begin;
  }

  private static boolean isSpace(byte value) {
    return value == ' ' || (value <= '\r' && value >= '\t');
  }

  private boolean time() {
    if (!take('[')) {
      return false;
    }
    while (at < end) {
      if (array[at++] == ']') {
        return true;
      }
    }
    return false;
  }

  private boolean quoted() {
    if (!take('"')) {
      return false;
    }
    while (at < end) {
      byte next = array[at++];
      if (next == '"') {
        return true;
      }
      if (next == '\\') {
        at++;
      }
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
    if (at < end && array[at] == '-') {
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
      bytes = 10 * bytes + array[index] - '0';
    }
    return true;
  }

  private void skipDigits() {
    while (at < end && array[at] >= '0' && array[at] <= '9') {
      at++;
    }
  }
}
