package dev.cobnut.worker.run;

/** No records. */
final class EmptyCursor implements RecordCursor {
  static final EmptyCursor INSTANCE = new EmptyCursor();

  private static final byte[] NO_BYTES = {};

  private EmptyCursor() {}

  @Override
  public boolean next() {
    return false;
  }

  @Override
  public byte[] keys() {
    return NO_BYTES;
  }

  @Override
  public int keyOffset() {
    return 0;
  }

  @Override
  public int keyLength() {
    return 0;
  }

  @Override
  public byte[] values() {
    return NO_BYTES;
  }

  @Override
  public int valueOffset() {
    return 0;
  }

  @Override
  public int valueLength() {
    return 0;
  }
}
