package dev.cobnut.master.output;

import dev.cobnut.core.model.FileSlice;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.Split;
import dev.cobnut.core.scheduler.PartView;
import dev.cobnut.runtime.storage.StoragePaths;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.TreeMap;

/**
 * The manifest of an output: what it was made from and by, and each part with its size and
 * checksum. A pure function of what was saved, so that every master writes the same.
 */
final class Manifest {
  static final int VERSION = 1;

  private Manifest() {}

  static byte[] of(JobId job, Publication publication) {
    JsonObject json =
        new JsonObject()
            .put("version", VERSION)
            .put("job", job(job, publication))
            .put("plugin", plugin(publication))
            .put("input", input(publication))
            .put("parts", parts(publication));
    return (json.encodePrettily() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static JsonObject job(JobId job, Publication publication) {
    return new JsonObject()
        .put("id", job.value())
        .put("name", publication.spec().job())
        .put("parameters", new JsonObject(new TreeMap<>(publication.spec().parameters())))
        .put("reducers", publication.spec().reducers());
  }

  private static JsonObject plugin(Publication publication) {
    return new JsonObject()
        .put("name", publication.spec().plugin().name())
        .put("version", publication.spec().plugin().version())
        .put("sha256", publication.spec().plugin().sha256());
  }

  /** The files in their order; the digest is over path, length and time of each, a line a file. */
  private static JsonObject input(Publication publication) {
    MessageDigest digest = JobFolder.sha256();
    String last = "";
    long files = 0;
    long bytes = 0;
    for (Split split : publication.splits()) {
      for (FileSlice slice : split.slices()) {
        if (!slice.file().equals(last)) {
          String line = slice.file() + "\t" + slice.fileBytes() + "\t" + slice.modifiedMs() + "\n";
          digest.update(line.getBytes(StandardCharsets.UTF_8));
          last = slice.file();
          files++;
          bytes += slice.fileBytes();
        }
      }
    }
    return new JsonObject()
        .put("files", files)
        .put("bytes", bytes)
        .put("sha256", HexFormat.of().formatHex(digest.digest()));
  }

  private static JsonArray parts(Publication publication) {
    JsonArray parts = new JsonArray();
    for (PartView part : publication.parts()) {
      parts.add(
          new JsonObject()
              .put("name", StoragePaths.part(part.partition()))
              .put("bytes", part.part().bytes())
              .put("records", part.part().records())
              .put("crc32c", String.format(Locale.ROOT, "%08x", part.part().crc32c()))
              .put("attempt", part.attempt().name()));
    }
    return parts;
  }
}
