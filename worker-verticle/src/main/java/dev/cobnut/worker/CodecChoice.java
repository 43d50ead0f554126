package dev.cobnut.worker;

import dev.cobnut.runtime.bus.Membership;
import dev.cobnut.runtime.config.Compression;
import dev.cobnut.worker.run.Codec;
import java.util.function.Supplier;

/**
 * What the next map output is compressed with: what is configured, or what pays in the cluster as
 * it is now. Each output says for itself what it was. Safe for use by any thread.
 */
record CodecChoice(Compression configured, Membership membership) implements Supplier<Codec> {
  @Override
  public Codec get() {
    return switch (configured) {
      case AUTO -> membership.hosts().size() > 1 ? Codec.LZ4 : Codec.NONE;
      case NONE -> Codec.NONE;
      case LZ4 -> Codec.LZ4;
      case ZSTD -> Codec.ZSTD;
    };
  }
}
