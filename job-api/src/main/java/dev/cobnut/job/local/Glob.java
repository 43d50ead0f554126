package dev.cobnut.job.local;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The syntax of globs: which characters are wildcards, what braces stand for, which names a
 * wildcard matches.
 */
final class Glob {
  /** What stands for any number of directories. */
  static final String ANY_DEPTH = "**";

  private static final String WILDCARDS = "*?[{";
  private static final int ALTERNATIVES_MAX = 1_000;

  private Glob() {}

  static boolean hasWildcard(String text) {
    return text.chars().anyMatch(character -> WILDCARDS.indexOf(character) >= 0);
  }

  /**
   * Writes out what braces stand for: <code>a{b,c}</code> is {@code ab} and {@code ac}.
   *
   * @throws IllegalArgumentException where a brace isn't closed, or there are too many alternatives
   */
  static List<String> alternatives(String glob) {
    List<String> done = new ArrayList<>();
    List<String> open = new ArrayList<>(List.of(glob));
    while (!open.isEmpty()) {
      String next = open.remove(open.size() - 1);
      int brace = find(next, '{', 0);
      if (brace < 0) {
        done.add(next);
      } else {
        open.addAll(openFirst(next, brace));
      }
      if (done.size() + open.size() > ALTERNATIVES_MAX) {
        throw new IllegalArgumentException(
            "braces stand for too many names (expected: at most " + ALTERNATIVES_MAX + ")");
      }
    }
    return done;
  }

  private static List<String> openFirst(String glob, int brace) {
    List<String> opened = new ArrayList<>();
    int depth = 0;
    int begin = brace + 1;
    for (int at = brace; at < glob.length(); at++) {
      char character = glob.charAt(at);
      if (character == '\\') {
        at++;
      } else if (character == '{') {
        depth++;
      } else if (character == '}' && --depth == 0) {
        opened.add(glob.substring(begin, at));
        String head = glob.substring(0, brace);
        String tail = glob.substring(at + 1);
        opened.replaceAll(choice -> head + choice + tail);
        return opened;
      } else if (character == ',' && depth == 1) {
        opened.add(glob.substring(begin, at));
        begin = at + 1;
      }
    }
    throw new IllegalArgumentException("{ without } (expected: {a,b})");
  }

  /**
   * What a name must match.
   *
   * @throws IllegalArgumentException where a bracket isn't closed
   */
  static Pattern names(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int at = 0; at < glob.length(); at++) {
      char character = glob.charAt(at);
      switch (character) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        case '[' -> at = appendClass(glob, at, regex);
        case '\\' -> {
          at = Math.min(at + 1, glob.length() - 1);
          regex.append(Pattern.quote(glob.substring(at, at + 1)));
        }
        default -> {
          int point = glob.codePointAt(at);
          regex.append(Pattern.quote(Character.toString(point)));
          at += Character.charCount(point) - 1;
        }
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  /** The name that a part of a glob without wildcards stands for. */
  static String unescape(String glob) {
    return glob.replaceAll("\\\\(.)", "$1");
  }

  private static int appendClass(String glob, int open, StringBuilder regex) {
    int at = open + 1;
    regex.append('[');
    if (at < glob.length() && (glob.charAt(at) == '!' || glob.charAt(at) == '^')) {
      regex.append('^');
      at++;
    }
    // A bracket that stands first is one of the characters.
    int close = glob.indexOf(']', at + 1);
    if (close < 0) {
      throw new IllegalArgumentException("[ without ] (expected: [abc] or [a-z])");
    }
    while (at < close) {
      int point = glob.codePointAt(at);
      regex.append(point == '-' ? "-" : "\\x{%x}".formatted(point));
      at += Character.charCount(point);
    }
    regex.append(']');
    return close;
  }

  private static int find(String text, char wanted, int from) {
    for (int at = from; at < text.length(); at++) {
      char character = text.charAt(at);
      if (character == '\\') {
        at++;
      } else if (character == wanted) {
        return at;
      }
    }
    return -1;
  }
}
