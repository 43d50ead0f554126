package dev.cobnut.worker.shuffle;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.TaskKind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which regions are meant, and how a request says so: one partition of several maps of a job. A
 * region's place is that of its map in the list.
 */
record RegionBatch(JobId job, int partition, List<AttemptId> maps) {
  static final int MAPS_MAX = 1 << 10;

  /** Of a request: as many names as it may have, each as long as they get. */
  static final int BODY_BYTES_MAX = 64 << 10;

  private static final String PREFIX = "/shuffle/v3/";
  private static final Pattern PATH = Pattern.compile(PREFIX + "([a-z0-9-]{1,64})/(\\d{1,9})");

  RegionBatch {
    maps = List.copyOf(maps);
  }

  int size() {
    return maps.size();
  }

  /** The path of the URL. */
  String path() {
    return PREFIX + job.value() + "/" + partition;
  }

  /** The body of the request: each map's name and a line feed. */
  String body() {
    StringBuilder names = new StringBuilder();
    maps.forEach(map -> names.append(map.name()).append('\n'));
    return names.toString();
  }

  /** Reads what the others write; what it gives is made of checked ids alone. */
  static RegionBatch parse(String path, String body) {
    Matcher matcher = PATH.matcher(path);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "path: \"" + path + "\" (expected: " + PREFIX + "JOB/PARTITION)");
    }
    JobId job = new JobId(matcher.group(1));
    String[] names = body.split("\n", MAPS_MAX + 2);
    int count = names.length - 1;
    if (count < 1 || count > MAPS_MAX || !names[count].isEmpty()) {
      throw new IllegalArgumentException(
          "body: %d lines (expected: 1..%d, each with its end)".formatted(count, MAPS_MAX));
    }
    List<AttemptId> maps = new ArrayList<>(count);
    for (String name : List.of(names).subList(0, count)) {
      AttemptId map = AttemptId.parse(job, name);
      if (map.task().kind() != TaskKind.MAP) {
        throw new IllegalArgumentException(
            "attempt: \"" + name + "\" (expected: one at a map task)");
      }
      maps.add(map);
    }
    return new RegionBatch(job, Integer.parseInt(matcher.group(2)), maps);
  }

  /** The same partition of other maps. */
  RegionBatch of(List<AttemptId> others) {
    return new RegionBatch(job, partition, others);
  }

  /** What no other region is called. */
  String name(int place) {
    return maps.get(place) + "/" + partition;
  }
}
