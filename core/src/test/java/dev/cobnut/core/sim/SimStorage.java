package dev.cobnut.core.sim;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.JobId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The shared storage: each job's folder with prepared parts, and the published output. */
final class SimStorage {
  /** A part as a reduce wrote it, with the map attempts that it read, by map. */
  record Part(AttemptId writer, Map<Integer, AttemptId> read) {}

  private final Map<JobId, Map<String, Part>> folders = new LinkedHashMap<>();
  private final Map<JobId, Map<Integer, Part>> outputs = new LinkedHashMap<>();

  void claim(JobId job) {
    folders.computeIfAbsent(job, id -> new TreeMap<>());
  }

  /**
   * Writes a part under a name of its own; false where there is no folder, or the name is taken.
   */
  boolean write(JobId job, String file, Part part) {
    Map<String, Part> folder = folders.get(job);
    return folder != null && folder.putIfAbsent(file, part) == null;
  }

  void delete(AttemptId attempt) {
    Map<String, Part> folder = folders.get(attempt.task().job());
    if (folder != null) {
      folder.remove(attempt.name());
    }
  }

  /** Moves a part to its place; false where it is neither here nor there. */
  boolean publish(JobId job, int partition, String file) {
    Map<Integer, Part> output = outputs.computeIfAbsent(job, id -> new TreeMap<>());
    Map<String, Part> folder = folders.getOrDefault(job, Map.of());
    Part part = folder.get(file);
    if (part == null) {
      Part there = output.get(partition);
      return there != null && there.writer().name().equals(file);
    }
    folder.remove(file);
    output.put(partition, part);
    return true;
  }

  Optional<Part> prepared(JobId job, String file) {
    return Optional.ofNullable(folders.getOrDefault(job, Map.of()).get(file));
  }

  Map<Integer, Part> output(JobId job) {
    return outputs.getOrDefault(job, Map.of());
  }

  void drop(JobId job) {
    folders.remove(job);
  }
}
