package dev.cobnut.worker.reduce;

import dev.cobnut.job.Int64Serde;
import dev.cobnut.job.KeySerde;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** How a key is shown to people. */
final class KeyText {
  private static final int BYTES_MAX = 80;

  private KeyText() {}

  /** A key in quotes where it is printable text, else as a number or in hexadecimal digits. */
  static String of(KeySerde<?> serde, byte[] bytes, int length) {
    if (serde instanceof Int64Serde && length == Int64Serde.BYTES) {
      return Long.toString(Int64Serde.read(bytes, 0));
    }
    int shown = Math.min(length, BYTES_MAX);
    String more = shown < length ? "... (" + length + " bytes)" : "";
    String text = text(bytes, length, shown);
    return text == null
        ? "0x" + HexFormat.of().formatHex(bytes, 0, shown) + more
        : "\"" + text + "\"" + more;
  }

  private static @org.jspecify.annotations.Nullable String text(
      byte[] bytes, int length, int shown) {
    int end = shown;
    // Not in the midst of a character.
    while (end < length && end > shown - 4 && end > 0 && (bytes[end] & 0xc0) == 0x80) {
      end--;
    }
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, end)).toString();
      return text.chars().anyMatch(Character::isISOControl) ? null : text;
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
