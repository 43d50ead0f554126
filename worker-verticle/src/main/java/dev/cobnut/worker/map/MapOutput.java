package dev.cobnut.worker.map;

import dev.cobnut.core.model.Failure;
import dev.cobnut.worker.task.Failures;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Where emitted records go: a buffer, and spills where it is full. Counts them. Confined to the
 * attempt's thread.
 */
final class MapOutput {
  private final Spills spills;
  private final int recordBytesMax;
  private long records;
  private long bytes;

  /** While records are combined or written; also after an error that broke that off. */
  private boolean isBusy;

  private @Nullable Throwable failure;

  MapOutput(Spills spills, int recordBytesMax) {
    this.spills = spills;
    this.recordBytesMax = recordBytesMax;
  }

  /** Records emitted. */
  long records() {
    return records;
  }

  /** Bytes of the keys and values emitted. */
  long bytes() {
    return bytes;
  }

  /** What went wrong, whatever became of the exception in the job's code. */
  @Nullable Throwable failure() {
    return failure;
  }

  /** Counts a record, and refuses one that is too long. */
  void count(int keyLength, int valueLength) {
    long length = (long) keyLength + valueLength;
    if (length > recordBytesMax || failure != null || isBusy) {
      refuse(keyLength, valueLength);
    }
    records++;
    bytes += length;
  }

  /** Writes what the buffer holds to a run of its own, and empties it. */
  void spill(MapBuffer buffer) {
    isBusy = true;
    try {
      spills.spill(buffer);
      isBusy = false;
    } catch (IOException | RuntimeException | Error cause) {
      throw fail(cause);
    }
  }

  /** Adds a value to a key of a table, which may combine it; returns false where it is full. */
  <K> boolean append(
      CombiningTable<K> table, int slot, K key, byte[] values, int offset, int length) {
    isBusy = true;
    try {
      boolean hasRoom = table.append(slot, key, values, offset, length);
      isBusy = false;
      return hasRoom;
    } catch (IOException | RuntimeException | Error cause) {
      throw fail(cause);
    }
  }

  /** No more records will come. */
  void end() {
    isBusy = true;
  }

  /** Writes a record for which the empty buffer has no room to a run of its own. */
  void spillAlone(int partition, Encoding<?> key, byte[] values, int offset, int length) {
    try {
      spills.spillAlone(partition, key, values, offset, length);
    } catch (IOException | RuntimeException | Error cause) {
      throw fail(cause);
    }
  }

  private void refuse(int keyLength, int valueLength) {
    if (failure != null) {
      throw new EmitFailedException(failure);
    }
    if (isBusy) {
      throw fail(
          Failures.of(
              Failure.Kind.USER_CODE,
              "emitted a record while records were combined"
                  + " (expected: a combine function to give what it makes to its own consumer)"));
    }
    throw fail(
        Failures.of(
            Failure.Kind.USER_CODE,
            "emitted a record with a key of "
                + keyLength
                + " bytes and a value of "
                + valueLength
                + " (expected: together at most record.limit, "
                + recordBytesMax
                + " bytes)"));
  }

  /** What fails where an error broke off what can't be broken off, and the job's code caught it. */
  EmitFailedException failCutShort() {
    return fail(
        Failures.of(
            Failure.Kind.USER_CODE,
            "an error was thrown where records were kept, and caught"
                + " (expected: an error that emit throws to be thrown on)"));
  }

  /** Keeps why a record can't be kept, which the job's code may catch but not undo. */
  EmitFailedException fail(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
    return new EmitFailedException(failure);
  }
}
