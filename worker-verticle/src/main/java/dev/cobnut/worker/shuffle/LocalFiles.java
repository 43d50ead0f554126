package dev.cobnut.worker.shuffle;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.TaskKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Every name in a worker's own folder, {@code <data.dir>/<node>}: in {@code jobs} a folder for each
 * job, in it files whose names begin with that of an attempt and a dot. Safe for use by any thread;
 * what touches files blocks.
 */
public final class LocalFiles {
  /** How often a folder is emptied while a late writer fills it. */
  private static final int SWEEPS_MAX = 20;

  private static final String MAP_OUTPUT = "map";

  private final Path home;
  private final Path jobs;

  /** How many attempts of a job may write here now. Guarded by itself. */
  private final Map<JobId, Integer> writing = new HashMap<>();

  public LocalFiles(Path dataDir, String node) {
    this(dataDir.toAbsolutePath().normalize().resolve(node));
  }

  private LocalFiles(Path home) {
    this.home = home;
    this.jobs = home.resolve("jobs");
  }

  /** The files of another worker, to be read alone. */
  static LocalFiles of(Path home) {
    return new LocalFiles(home);
  }

  /** The worker's own folder. */
  public Path home() {
    return home;
  }

  /** Says which life of the worker this is: whoever reads that here sees the same files. */
  public void writeLife(String incarnation) throws IOException {
    Files.writeString(life(), incarnation);
  }

  /** Whether this is a worker's folder in that life. */
  boolean isOfLife(String incarnation) throws IOException {
    byte[] expected = incarnation.getBytes(StandardCharsets.UTF_8);
    try (InputStream life = Files.newInputStream(life())) {
      return Arrays.equals(life.readNBytes(expected.length + 1), expected);
    }
  }

  private Path life() {
    return home.resolve("life");
  }

  /** Where the folders of jobs lie. */
  Path jobs() {
    return jobs;
  }

  /** An attempt of a job may write from now on: an empty folder of the job stays. */
  public void enter(JobId job) {
    synchronized (writing) {
      writing.merge(job, 1, Integer::sum);
    }
  }

  /** An attempt of a job has ended. */
  public void leave(JobId job) {
    synchronized (writing) {
      writing.computeIfPresent(job, (id, attempts) -> attempts == 1 ? null : attempts - 1);
    }
  }

  /** Where the files of a job lie; spills too. */
  public Path jobFolder(JobId job) {
    return jobs.resolve(job.value());
  }

  /** The output of a map. */
  public Path mapOutput(AttemptId map) {
    return file(map, MAP_OUTPUT);
  }

  /** The map whose output has that name in the job's folder; empty for every other name. */
  static Optional<AttemptId> mapOfOutput(JobId job, String name) {
    String suffix = "." + MAP_OUTPUT;
    if (!name.endsWith(suffix)) {
      return Optional.empty();
    }
    try {
      AttemptId attempt = AttemptId.parse(job, name.substring(0, name.length() - suffix.length()));
      boolean isName = name.equals(attempt.name() + suffix);
      return Optional.of(attempt).filter(map -> isName && map.task().kind() == TaskKind.MAP);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** What a reduce fetched through one of its lanes. */
  public Path fetched(AttemptId reduce, int lane) {
    return file(reduce, "fetch-" + lane);
  }

  private Path file(AttemptId attempt, String kind) {
    return jobFolder(attempt.task().job()).resolve(attempt.name() + "." + kind);
  }

  /** Makes the folder of a job, if it isn't there. */
  public void makeJobFolder(JobId job) throws IOException {
    Files.createDirectories(jobFolder(job));
  }

  /** Removes all files of an attempt, and the job's folder with the last of them. */
  public void deleteAttempt(AttemptId attempt) throws IOException {
    String prefix = attempt.name() + ".";
    JobId job = attempt.task().job();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(
            jobFolder(job), file -> String.valueOf(file.getFileName()).startsWith(prefix))) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      // The job was dropped, and all its files with it.
      return;
    }
    deleteIfEmpty(job);
  }

  /**
   * Removes the output of a map that has ended, and the job's folder with the last of them. Doesn't
   * look for other files, since a folder may hold a hundred thousand.
   */
  public void deleteMapOutput(AttemptId map) throws IOException {
    Files.deleteIfExists(mapOutput(map));
    deleteIfEmpty(map.task().job());
  }

  /** Removes a job's folder that is empty and to which nobody may write. */
  void deleteIfEmpty(JobId job) throws IOException {
    synchronized (writing) {
      if (writing.containsKey(job)) {
        return;
      }
      try {
        Files.deleteIfExists(jobFolder(job));
      } catch (DirectoryNotEmptyException e) {
        return;
      }
    }
  }

  /** Removes all files of a job. */
  public void deleteJob(JobId job) throws IOException {
    deleteFolder(jobFolder(job));
  }

  private static void deleteFolder(Path folder) throws IOException {
    for (int sweep = 1; ; sweep++) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
        for (Path file : files) {
          Files.deleteIfExists(file);
        }
      } catch (NoSuchFileException e) {
        return;
      }
      try {
        Files.deleteIfExists(folder);
        return;
      } catch (DirectoryNotEmptyException e) {
        if (sweep == SWEEPS_MAX) {
          throw e;
        }
      }
    }
  }
}
