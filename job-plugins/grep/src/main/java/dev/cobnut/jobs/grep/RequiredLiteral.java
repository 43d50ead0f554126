package dev.cobnut.jobs.grep;

/**
 * Reads from a regular expression a text that is part of whatever it matches. It understands as
 * much of the syntax as it takes to be sure, and knows no text for the rest: alternatives at the
 * top, flags, and escapes that it doesn't know.
 */
final class RequiredLiteral {
  private static final String METACHARACTERS = "\\^$.|?*+()[]{}";

  private final String pattern;
  private final StringBuilder run = new StringBuilder();
  private String longest = "";
  private int at;

  private RequiredLiteral(String pattern) {
    this.pattern = pattern;
  }

  /** The longest text of ASCII that each match has in it; empty where none is known. */
  static String of(String pattern) {
    RequiredLiteral reading = new RequiredLiteral(pattern);
    return reading.readAll() ? reading.longest : "";
  }

  private boolean readAll() {
    while (at < pattern.length()) {
      if (!readOne()) {
        return false;
      }
    }
    endRun();
    return true;
  }

  /** Reads an element and what says how often it comes; false where it isn't understood. */
  private boolean readOne() {
    char first = pattern.charAt(at++);
    switch (first) {
      case '|', ')', '?', '*', '+', '{', ']', '}' -> {
        return false;
      }
      case '^', '$' -> {
        endRun();
        return true;
      }
      case '.' -> endRun();
      case '(' -> {
        endRun();
        if (!skipGroup()) {
          return false;
        }
      }
      case '[' -> {
        endRun();
        if (!skipClass()) {
          return false;
        }
      }
      case '\\' -> {
        if (!readEscape()) {
          return false;
        }
      }
      default -> take(first);
    }
    return readQuantifier();
  }

  private void take(char literal) {
    if (literal < 0x80) {
      run.append(literal);
    } else {
      endRun();
    }
  }

  private void endRun() {
    if (run.length() > longest.length()) {
      longest = run.toString();
    }
    run.setLength(0);
  }

  private boolean readEscape() {
    if (at == pattern.length()) {
      return false;
    }
    char escaped = pattern.charAt(at++);
    if (METACHARACTERS.indexOf(escaped) >= 0 || "-/\"'_#@%&=:;,<>~! ".indexOf(escaped) >= 0) {
      take(escaped);
      return true;
    }
    endRun();
    return "dDsSwWhHvVbB".indexOf(escaped) >= 0;
  }

  /** An element that may be missing isn't required; one that comes again ends a run. */
  private boolean readQuantifier() {
    if (at == pattern.length() || "?*+{".indexOf(pattern.charAt(at)) < 0) {
      return true;
    }
    if (pattern.charAt(at) != '+' && !run.isEmpty()) {
      run.setLength(run.length() - 1);
    }
    endRun();
    if (pattern.charAt(at) == '{') {
      at = pattern.indexOf('}', at);
      if (at < 0) {
        return false;
      }
    }
    at++;
    if (at < pattern.length() && "?+".indexOf(pattern.charAt(at)) >= 0) {
      at++;
    }
    return true;
  }

  /** Goes behind a group, whatever is in it; one that sets flags isn't understood. */
  private boolean skipGroup() {
    if (pattern.startsWith("?", at) && !pattern.startsWith("?:", at)) {
      return false;
    }
    int depth = 1;
    while (at < pattern.length()) {
      char next = pattern.charAt(at++);
      if (next == '(') {
        if (pattern.startsWith("?", at) && !pattern.startsWith("?:", at)) {
          return false;
        }
        depth++;
      } else if (next == ')') {
        depth--;
        if (depth == 0) {
          return true;
        }
      } else if ((next == '[' && !skipClass()) || (next == '\\' && !skipEscape())) {
        return false;
      }
    }
    return false;
  }

  /** Goes behind a class; one within another, or one that begins with its end, isn't understood. */
  private boolean skipClass() {
    if (pattern.startsWith("^", at)) {
      at++;
    }
    if (pattern.startsWith("]", at)) {
      return false;
    }
    while (at < pattern.length()) {
      char next = pattern.charAt(at++);
      if (next == ']') {
        return true;
      }
      if (next == '[' || next == '&' || (next == '\\' && !skipEscape())) {
        return false;
      }
    }
    return false;
  }

  /** Goes behind an escape of one character; others may be longer. */
  private boolean skipEscape() {
    if (at == pattern.length()) {
      return false;
    }
    char escaped = pattern.charAt(at++);
    boolean isLetterOrDigit =
        (escaped >= 'a' && escaped <= 'z')
            || (escaped >= 'A' && escaped <= 'Z')
            || (escaped >= '0' && escaped <= '9');
    return !isLetterOrDigit || "dDsSwWhHvVbBntrf".indexOf(escaped) >= 0;
  }
}
