package dev.cobnut.jobs.grep;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cobnut.job.Utf8;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds a pattern in lines and hands out the matches as views of the line's own bytes.
 *
 * <p>A byte that isn't UTF-8 is decoded to the unpaired surrogate U+DC00 + byte, which no UTF-8
 * decodes to: so the bytes of each character are known from the text alone. Confined to one thread.
 */
final class LineMatcher {
  private static final char NOT_UTF8 = '\uDC00';

  private final Matcher matcher;
  private final CharsetDecoder decoder = UTF_8.newDecoder();

  LineMatcher(Pattern pattern) {
    matcher = pattern.matcher("");
  }

  /** Takes each match that isn't empty, in order, as a view that is valid as long as the line. */
  void forEachMatch(Utf8 line, Consumer<Utf8> action) {
    if (isAscii(line)) {
      matcher.reset(new String(line.array(), line.offset(), line.length(), ISO_8859_1));
      while (matcher.find()) {
        accept(line.slice(matcher.start(), matcher.end()), action);
      }
    } else {
      String text = decode(line);
      int[] starts = starts(text);
      matcher.reset(text);
      while (matcher.find()) {
        accept(line.slice(starts[matcher.start()], starts[matcher.end()]), action);
      }
    }
  }

  private static void accept(Utf8 match, Consumer<Utf8> action) {
    if (!match.isEmpty()) {
      action.accept(match);
    }
  }

  private static boolean isAscii(Utf8 line) {
    byte[] bytes = line.array();
    int end = line.offset() + line.length();
    for (int index = line.offset(); index < end; index++) {
      if (bytes[index] < 0) {
        return false;
      }
    }
    return true;
  }

  private String decode(Utf8 line) {
    ByteBuffer bytes = ByteBuffer.wrap(line.array(), line.offset(), line.length());
    CharBuffer text = CharBuffer.allocate(line.length());
    decoder.reset();
    while (decoder.decode(bytes, text, true).isError()) {
      text.put((char) (NOT_UTF8 + (bytes.get() & 0xff)));
    }
    return text.flip().toString();
  }

  /** The index of each character's first byte, and of the end. */
  private static int[] starts(String text) {
    int[] starts = new int[text.length() + 1];
    for (int index = 0; index < text.length(); index++) {
      starts[index + 1] = starts[index] + bytes(text, index);
    }
    return starts;
  }

  /**
   * The bytes that a character stands for; each half of a surrogate pair stands for two of four.
   */
  private static int bytes(String text, int index) {
    char character = text.charAt(index);
    if (character < 0x80) {
      return 1;
    }
    if (character < 0x800 || Character.isHighSurrogate(character)) {
      return 2;
    }
    if (Character.isLowSurrogate(character)) {
      return index > 0 && Character.isHighSurrogate(text.charAt(index - 1)) ? 2 : 1;
    }
    return 3;
  }
}
