package dev.cobnut.master.journal;

import dev.cobnut.runtime.checkpoint.SavedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.zip.CRC32C;

/** The byte form of segments and snapshots; the table is in the package's description. */
final class JournalCodec {
  private static final int SEGMENT = 0x4362_6a31;
  private static final int SNAPSHOT = 0x4362_7331;
  private static final int CRC_BYTES = 4;

  private JournalCodec() {}

  static byte[] encode(Segment segment) {
    return encode(SEGMENT, segment.number(), segment.term(), segment.nonce(), segment.images());
  }

  static byte[] encode(SnapshotName name, Collection<SavedImage> images) {
    return encode(SNAPSHOT, name.number(), 0, name.nonce(), images);
  }

  private static byte[] encode(
      int magic, long number, long term, String nonce, Collection<SavedImage> images) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(magic);
      out.writeLong(number);
      out.writeLong(term);
      writeBytes(out, nonce.getBytes(StandardCharsets.UTF_8));
      out.writeInt(images.size());
      for (SavedImage image : images) {
        out.writeByte(image.forgets() ? 1 : 0);
        writeBytes(out, image.key().getBytes(StandardCharsets.UTF_8));
        writeBytes(out, image.bytes());
      }
      out.writeInt(crc(bytes.toByteArray(), bytes.size()));
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static int crc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  /** The segment with that number, whose object is named for messages. */
  static Segment segment(String object, long number, byte[] bytes) throws DamagedJournalException {
    return decode(object, SEGMENT, number, bytes);
  }

  /** The images of a snapshot, whose object is named for messages. */
  static List<SavedImage> snapshot(String object, SnapshotName name, byte[] bytes)
      throws DamagedJournalException {
    Segment sheet = decode(object, SNAPSHOT, name.number(), bytes);
    if (!sheet.nonce().equals(name.nonce())) {
      throw new DamagedJournalException(object, "nonce " + sheet.nonce());
    }
    return sheet.images();
  }

  private static Segment decode(String object, int magic, long number, byte[] bytes)
      throws DamagedJournalException {
    int length = bytes.length - CRC_BYTES;
    if (length < 0) {
      throw new DamagedJournalException(object, bytes.length + " bytes");
    }
    int found = ByteBuffer.wrap(bytes, length, CRC_BYTES).getInt();
    int computed = crc(bytes, length);
    if (found != computed) {
      throw new DamagedJournalException(
          object,
          "CRC32C " + Integer.toHexString(computed) + ", not " + Integer.toHexString(found));
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, 0, length);
    try {
      if (in.getInt() != magic) {
        throw new DamagedJournalException(object, "another kind of object, or a later version");
      }
      long foundNumber = in.getLong();
      if (foundNumber != number) {
        throw new DamagedJournalException(object, "number " + foundNumber);
      }
      return body(foundNumber, in);
    } catch (BufferUnderflowException e) {
      throw new DamagedJournalException(object, "too few bytes: " + bytes.length);
    }
  }

  private static Segment body(long number, ByteBuffer in) {
    long term = in.getLong();
    String nonce = text(in);
    int count = in.getInt();
    List<SavedImage> images = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      boolean forgets = in.get() == 1;
      String key = text(in);
      images.add(new SavedImage(key, forgets, bytes(in)));
    }
    return new Segment(number, term, nonce, images);
  }

  private static String text(ByteBuffer in) {
    return new String(bytes(in), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }
}
