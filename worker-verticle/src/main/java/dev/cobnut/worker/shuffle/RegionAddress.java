package dev.cobnut.worker.shuffle;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.TaskKind;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which region is meant, and how a URL says so. */
record RegionAddress(AttemptId map, int partition) {
  /** Header: records in the region. */
  static final String RECORDS = "Cobnut-Records";

  /** Header: CRC32C of the region's bytes, 1 to 8 hexadecimal digits. */
  static final String CRC32C = "Cobnut-Crc32c";

  /** Header: length of the region's longest key, bytes. */
  static final String KEY_BYTES_MAX = "Cobnut-Key-Bytes-Max";

  private static final String PREFIX = "/shuffle/v1/";
  private static final Pattern PATH =
      Pattern.compile(PREFIX + "([a-z0-9-]{1,64})/([a-z0-9.-]{1,80})/(\\d{1,9})");

  /** The path of the URL. */
  String path() {
    return PREFIX + map.task().job().value() + "/" + map.name() + "/" + partition;
  }

  /** Reads what {@link #path()} writes; what it gives is made of checked ids alone. */
  static RegionAddress parse(String path) {
    Matcher matcher = PATH.matcher(path);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "path: \"" + path + "\" (expected: " + PREFIX + "JOB/ATTEMPT/PARTITION)");
    }
    AttemptId map = AttemptId.parse(new JobId(matcher.group(1)), matcher.group(2));
    if (map.task().kind() != TaskKind.MAP) {
      throw new IllegalArgumentException(
          "attempt: \"" + map.name() + "\" (expected: one at a map task)");
    }
    return new RegionAddress(map, Integer.parseInt(matcher.group(3)));
  }
}
