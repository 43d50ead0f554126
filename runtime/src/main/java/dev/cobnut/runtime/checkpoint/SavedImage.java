package dev.cobnut.runtime.checkpoint;

import dev.cobnut.core.scheduler.Save;
import java.util.Arrays;

/** A Save in its byte form, with what is to be known of it without reading that. Immutable. */
public final class SavedImage {
  private final String key;
  private final boolean forgets;
  private final byte[] bytes;

  /**
   * An image that was written before.
   *
   * @param key what it is about; a job's own key begins those of all that belongs to it
   * @param forgets whether it takes its job, and all that belongs to it, away
   * @param bytes of the Save, by {@link SaveCodec}; not to be changed any more
   */
  public SavedImage(String key, boolean forgets, byte[] bytes) {
    this.key = key;
    this.forgets = forgets;
    this.bytes = bytes;
  }

  /** The image of a Save. */
  public static SavedImage of(Save save) {
    return new SavedImage(
        SaveCodec.key(save), save instanceof Save.SaveForgotten, SaveCodec.encode(save));
  }

  public String key() {
    return key;
  }

  public boolean forgets() {
    return forgets;
  }

  /** The Save's bytes; not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SavedImage image
        && key.equals(image.key)
        && forgets == image.forgets
        && Arrays.equals(bytes, image.bytes);
  }

  @Override
  public int hashCode() {
    return key.hashCode() * 31 + Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return (forgets ? "forgets " : "") + key + " (" + bytes.length + " bytes)";
  }
}
