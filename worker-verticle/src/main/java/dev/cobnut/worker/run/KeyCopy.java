package dev.cobnut.worker.run;

/** The key of a record, kept while the cursor goes on. Confined to one thread. */
final class KeyCopy {
  private byte[] bytes = new byte[64];
  private int length = -1;

  /** The first bytes of the key, which tell most others apart. */
  private long prefix;

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  boolean isSet() {
    return length >= 0;
  }

  boolean equalsKeyOf(RecordCursor record) {
    return length == record.keyLength()
        && prefix == EncodedKeys.prefix(record.keys(), record.keyOffset(), length)
        && (length <= EncodedKeys.PREFIX_BYTES
            || EncodedKeys.equal(
                bytes, 0, length, record.keys(), record.keyOffset(), record.keyLength()));
  }

  void set(RecordCursor record) {
    length = record.keyLength();
    if (length > bytes.length) {
      bytes = new byte[Math.max(length, bytes.length * 2)];
    }
    System.arraycopy(record.keys(), record.keyOffset(), bytes, 0, length);
    prefix = EncodedKeys.prefix(bytes, 0, length);
  }
}
