package dev.cobnut.worker.run;

import java.io.IOException;

/** Walks sorted records key by key, and the values of each key. Confined to one thread. */
public final class KeyGroups {
  private final RecordCursor sorted;
  private final KeyCopy key = new KeyCopy();

  /** Whether the cursor stands at a record that isn't taken yet. */
  private boolean ahead;

  private boolean ended;

  public KeyGroups(RecordCursor sorted) {
    this.sorted = sorted;
  }

  /** Goes to the next key, past the values of this one; returns whether there is one. */
  public boolean nextKey() throws IOException {
    while (!ended && (!ahead || key.equalsKeyOf(sorted))) {
      advance();
    }
    if (ended) {
      return false;
    }
    key.set(sorted);
    return true;
  }

  /** The array that holds the key, from index 0 on; valid until {@link #nextKey()}. */
  public byte[] key() {
    return key.bytes();
  }

  public int keyLength() {
    return key.length();
  }

  /** Whether the key, of which no value is taken yet, is known to have one alone. */
  public boolean hasOneValue() {
    return ahead && sorted.isAlone();
  }

  /** Whether the key has a value that isn't taken yet. */
  public boolean hasValue() throws IOException {
    if (!ahead && !ended) {
      advance();
    }
    return ahead && key.equalsKeyOf(sorted);
  }

  /**
   * Takes the next value, after {@link #hasValue()} said that there is one. Key and value of the
   * cursor returned are valid until {@link #hasValue()} or {@link #nextKey()}.
   */
  public RecordCursor takeValue() {
    ahead = false;
    return sorted;
  }

  private void advance() throws IOException {
    ahead = sorted.next();
    ended = !ahead;
  }
}
