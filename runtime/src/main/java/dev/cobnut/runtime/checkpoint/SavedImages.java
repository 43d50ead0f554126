package dev.cobnut.runtime.checkpoint;

import dev.cobnut.core.scheduler.Save;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a run of Saves comes to: the last image of each key. Confined to one thread. */
public final class SavedImages {
  /** Sorts after every key of what belongs to a job, and before any other job's. */
  private static final String BELOW_END = "0";

  private final TreeMap<String, byte[]> images = new TreeMap<>();
  private long bytes;

  /** Takes in an image that comes after all others. */
  public void apply(SavedImage image) {
    if (image.forgets()) {
      forget(image.key());
    } else {
      count(images.put(image.key(), image.bytes()));
      bytes += image.bytes().length;
    }
  }

  private void forget(String job) {
    count(images.remove(job));
    Map<String, byte[]> below = images.subMap(job + "/", job + BELOW_END);
    below.values().forEach(this::count);
    below.clear();
  }

  private void count(byte @org.jspecify.annotations.Nullable [] gone) {
    bytes -= gone == null ? 0 : gone.length;
  }

  /** All images, jobs before what belongs to them. */
  public List<SavedImage> all() {
    List<SavedImage> all = new ArrayList<>(images.size());
    images.forEach((key, image) -> all.add(new SavedImage(key, false, image)));
    return all;
  }

  /** All images as Saves, jobs before what belongs to them. */
  public List<Save> saves() {
    List<Save> saves = new ArrayList<>(images.size());
    images.values().forEach(image -> saves.add(SaveCodec.decode(image)));
    return saves;
  }

  public int size() {
    return images.size();
  }

  /** Of all images together, without their keys. */
  public long bytes() {
    return bytes;
  }
}
