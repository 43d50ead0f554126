package dev.cobnut.worker.run;

import dev.cobnut.job.Int64Serde;
import dev.cobnut.job.Serde;
import dev.cobnut.job.Values;
import java.io.IOException;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The values of the current key of {@link KeyGroups}, decoded when they are taken. A failure to
 * read surfaces as a {@link RunAccessException}. Confined to one thread.
 */
public final class GroupValues<V> implements Values<V> {
  private static final int SCRATCH_BYTES_KEPT = 1 << 20;

  private final KeyGroups groups;
  private final Serde<V> serde;
  private final boolean copies;
  private byte[] scratch = new byte[256];
  private boolean checked;
  private boolean has;
  private @Nullable IOException failure;

  public GroupValues(KeyGroups groups, Serde<V> serde) {
    this.groups = groups;
    this.serde = serde;
    // A long is no view of its bytes; anything else may be, and must outlive a look ahead.
    copies = !(serde instanceof Int64Serde);
  }

  /** Begins the values of the key that the groups have gone to. */
  public void begin() {
    checked = false;
  }

  /** Why they couldn't be read, whatever became of the exception in the job's code. */
  public @Nullable IOException failure() {
    return failure;
  }

  @Override
  public boolean hasNext() {
    if (!checked) {
      try {
        has = groups.hasValue();
      } catch (IOException unreadable) {
        throw failed(unreadable);
      }
      checked = true;
    }
    return has;
  }

  @Override
  public V next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more values");
    }
    checked = false;
    try {
      RecordCursor record = groups.takeValue();
      byte[] bytes = record.values();
      int offset = record.valueOffset();
      int length = record.valueLength();
      return copies ? decodeCopy(bytes, offset, length) : serde.decode(bytes, offset, length);
    } catch (IOException unreadable) {
      throw failed(unreadable);
    }
  }

  private RunAccessException failed(IOException unreadable) {
    failure = unreadable;
    return new RunAccessException(unreadable);
  }

  private V decodeCopy(byte[] bytes, int offset, int length) {
    if (length > scratch.length
        || (scratch.length > SCRATCH_BYTES_KEPT && length <= SCRATCH_BYTES_KEPT)) {
      scratch = new byte[Math.max(length, 256)];
    }
    System.arraycopy(bytes, offset, scratch, 0, length);
    return serde.decode(scratch, 0, length);
  }
}
