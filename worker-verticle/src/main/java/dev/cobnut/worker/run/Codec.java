package dev.cobnut.worker.run;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the records of a run are compressed with. */
public enum Codec {
  /** Nothing: the records lie there as they are. */
  NONE(0),
  /** Fast, less small. */
  LZ4(1),
  /** Smaller, slower. */
  ZSTD(2);

  private final int number;

  Codec(int number) {
    this.number = number;
  }

  /** By which files and answers name it, for good. */
  public int number() {
    return number;
  }

  /** The one of a number; empty where none has it. */
  public static Optional<Codec> ofNumber(int number) {
    return Arrays.stream(values()).filter(codec -> codec.number == number).findFirst();
  }

  /** All that {@link #ofNumber} knows, for an error. */
  public static String numbers() {
    return Arrays.stream(values())
        .map(codec -> Integer.toString(codec.number))
        .collect(Collectors.joining(", ", "codec ", ""));
  }

  /** Its work on blocks. Loads the library; not for {@link #NONE}. */
  BlockCodec blocks() {
    return switch (this) {
      case LZ4 -> Lz4Blocks.INSTANCE;
      case ZSTD -> ZstdBlocks.INSTANCE;
      case NONE -> throw new IllegalStateException("codec: none (expected: one with blocks)");
    };
  }
}
