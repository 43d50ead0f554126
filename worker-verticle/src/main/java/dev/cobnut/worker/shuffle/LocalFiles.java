package dev.cobnut.worker.shuffle;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.JobId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Every name in a worker's own folder, {@code <data.dir>/<node>/jobs}: a folder for each job, in it
 * files whose names begin with that of an attempt and a dot. Safe for use by any thread; what
 * touches files blocks.
 */
public final class LocalFiles {
  /** How often a folder is emptied while a late writer fills it. */
  private static final int SWEEPS_MAX = 20;

  private final Path jobs;

  public LocalFiles(Path dataDir, String node) {
    this.jobs = dataDir.toAbsolutePath().normalize().resolve(node).resolve("jobs");
  }

  /** Where the files of a job lie; spills too. */
  public Path jobFolder(JobId job) {
    return jobs.resolve(job.value());
  }

  /** The output of a map. */
  public Path mapOutput(AttemptId map) {
    return file(map, "map");
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

  /** Removes all files of an attempt. */
  public void deleteAttempt(AttemptId attempt) throws IOException {
    String prefix = attempt.name() + ".";
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(
            jobFolder(attempt.task().job()),
            file -> String.valueOf(file.getFileName()).startsWith(prefix))) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      // The job was dropped, and all its files with it.
      return;
    }
  }

  /** Removes all files of a job. */
  public void deleteJob(JobId job) throws IOException {
    deleteFolder(jobFolder(job));
  }

  /** Removes what earlier lives of the worker left. */
  public void deleteAll() throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(jobs)) {
      for (Path folder : folders) {
        deleteFolder(folder);
      }
    } catch (NoSuchFileException e) {
      // The worker's first life.
      return;
    }
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
      } catch (java.nio.file.DirectoryNotEmptyException e) {
        if (sweep == SWEEPS_MAX) {
          throw e;
        }
      }
    }
  }
}
