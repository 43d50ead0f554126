package dev.cobnut.runtime.checkpoint;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** The byte form of what the maps hold; the table is in the package's description. */
final class MapsCodec {
  private static final byte ENTRY = 0x11;
  private static final byte HEADER = 0x12;

  /** Images are much alike: they come to a fourth or less, for each copy in the grid. */
  private static final int LEVEL = Deflater.BEST_SPEED;

  private static final int BUFFER_BYTES = 8 << 10;

  private MapsCodec() {}

  /**
   * An entry.
   *
   * @param segment the last that it holds
   */
  record Entry(long segment, SavedImages images) {}

  private interface Body {
    void write(DataOutputStream out) throws IOException;
  }

  static byte[] encode(long segment, Collection<SavedImage> images) {
    return encode(
        ENTRY,
        segment,
        Header.NO_LIST,
        out -> {
          out.writeInt(images.size());
          for (SavedImage image : images) {
            write(out, image.key().getBytes(StandardCharsets.UTF_8));
            write(out, image.bytes());
          }
        });
  }

  static byte[] encode(Header header) {
    return encode(
        HEADER,
        header.segment(),
        header.list(),
        out -> {
          out.writeInt(header.entries().size());
          for (Map.Entry<String, Long> entry : header.entries().entrySet()) {
            write(out, entry.getKey().getBytes(StandardCharsets.UTF_8));
            out.writeLong(entry.getValue());
          }
        });
  }

  private static byte[] encode(byte kind, long segment, long list, Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(LEVEL);
    try {
      DataOutputStream plain = new DataOutputStream(bytes);
      plain.writeByte(kind);
      plain.writeLong(segment);
      plain.writeLong(list);
      try (DataOutputStream out =
          new DataOutputStream(new DeflaterOutputStream(bytes, deflater, BUFFER_BYTES))) {
        body.write(out);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    } finally {
      deflater.end();
    }
  }

  private static void write(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /**
   * The entry of bytes that {@link #encode(long, Collection)} made.
   *
   * @throws SaveException where they are other bytes
   */
  static Entry entry(byte[] bytes) {
    DataInputStream plain = new DataInputStream(new ByteArrayInputStream(bytes));
    try {
      requireKind(plain, ENTRY);
      long segment = plain.readLong();
      plain.readLong();
      SavedImages images = new SavedImages();
      try (DataInputStream in = inflated(plain)) {
        for (int left = in.readInt(); left > 0; left--) {
          String key = new String(read(in), StandardCharsets.UTF_8);
          images.apply(new SavedImage(key, false, read(in)));
        }
        requireEnd(in);
      }
      return new Entry(segment, images);
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  /**
   * The header of bytes that {@link #encode(Header)} made.
   *
   * @throws SaveException where they are other bytes
   */
  static Header header(byte[] bytes) {
    DataInputStream plain = new DataInputStream(new ByteArrayInputStream(bytes));
    try {
      requireKind(plain, HEADER);
      long segment = plain.readLong();
      long list = plain.readLong();
      Map<String, Long> entries = new HashMap<>();
      try (DataInputStream in = inflated(plain)) {
        for (int left = in.readInt(); left > 0; left--) {
          entries.put(new String(read(in), StandardCharsets.UTF_8), in.readLong());
        }
        requireEnd(in);
      }
      return new Header(segment, list, entries);
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  private static void requireKind(DataInputStream plain, byte kind) throws IOException {
    byte found = plain.readByte();
    if (found != kind) {
      throw new SaveException("maps: kind " + found + " (expected: " + kind + ")");
    }
  }

  /** Comes to the check sum, too, which stands behind all else. */
  private static void requireEnd(DataInputStream in) throws IOException {
    if (in.read() >= 0) {
      throw new IOException("more than was counted");
    }
  }

  private static DataInputStream inflated(DataInputStream plain) {
    return new DataInputStream(new InflaterInputStream(plain));
  }

  private static byte[] read(DataInputStream in) throws IOException {
    int length = in.readInt();
    byte[] bytes = in.readNBytes(Math.max(0, length));
    if (bytes.length != length) {
      throw new IOException("length " + length + ", of which " + bytes.length + " are there");
    }
    return bytes;
  }

  private static SaveException damaged(IOException e) {
    return new SaveException("maps: damaged: " + e.getMessage(), e);
  }
}
