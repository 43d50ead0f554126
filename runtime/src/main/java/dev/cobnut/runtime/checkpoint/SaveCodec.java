package dev.cobnut.runtime.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.cobnut.core.scheduler.Save;
import dev.cobnut.runtime.json.JsonTree;
import dev.cobnut.runtime.json.RecordJsonException;
import dev.cobnut.runtime.json.RecordMapper;

/** The byte form of Saves; the table is in the package's description. */
public final class SaveCodec {
  /** The version that is written. */
  public static final byte VERSION = 2;

  private static final RecordMapper<Save> MAPPER = RecordMapper.of(Save.class);

  private SaveCodec() {}

  /** The bytes of a Save: equal Saves have equal bytes. */
  public static byte[] encode(Save save) {
    byte[] json = JsonTree.write(MAPPER.toTree(save));
    byte[] bytes = new byte[json.length + 1];
    bytes[0] = VERSION;
    System.arraycopy(json, 0, bytes, 1, json.length);
    return bytes;
  }

  /**
   * The Save of bytes that {@link #encode} made.
   *
   * @throws SaveException that says what is wrong with them
   */
  public static Save decode(byte[] bytes) {
    if (bytes.length == 0) {
      throw new SaveException("saved state: no bytes (expected: a version, then JSON)");
    }
    if (bytes[0] != VERSION) {
      throw new SaveException(
          "saved state: version "
              + bytes[0]
              + " (expected: "
              + VERSION
              + ", which this Cobnut reads)");
    }
    try {
      return MAPPER.fromTree(JsonTree.read(bytes, 1, bytes.length - 1));
    } catch (JsonProcessingException | RecordJsonException e) {
      throw new SaveException("saved state: damaged: " + e.getMessage(), e);
    }
  }

  /** What a Save is about; a later one with the same key replaces it. */
  public static String key(Save save) {
    if (save instanceof Save.SaveJob || save instanceof Save.SaveForgotten) {
      return save.job().value();
    }
    if (save instanceof Save.SaveStage stage) {
      return stage.job().value() + "/s" + stage.stage();
    }
    if (save instanceof Save.SaveCompleted completed) {
      return completed.task().toString();
    }
    if (save instanceof Save.SaveIdle idle) {
      return idle.task().toString();
    }
    if (save instanceof Save.SaveSkips skips) {
      return skips.task() + "/skips";
    }
    throw new IllegalArgumentException(save.getClass().getName() + " (expected: a known Save)");
  }
}
