package dev.cobnut.worker.shuffle;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.JobId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What earlier lives of a worker left on its disk. Map outputs that are whole are of use, to
 * whatever master asks: an attempt's id names them for ever. Spills, fetched regions and halves of
 * outputs aren't, since the attempts that made them ended with their process. Blocks; {@link
 * #check} is safe for use by several threads.
 *
 * <p>A map output has its name only once it is written to the end, but nobody forces it to the
 * disk: that would cost each map the time of a whole write, for the sake of power cuts alone. So
 * after one a file may be short, or hold zeros, under its proper name. Its index and the CRC of
 * each region tell.
 */
public final class EarlierLives {
  private static final Logger LOG = LoggerFactory.getLogger(EarlierLives.class);

  private final LocalFiles files;
  private final HeldOutputs held;

  public EarlierLives(LocalFiles files, HeldOutputs held) {
    this.files = files;
    this.held = held;
  }

  /**
   * Removes what can't be of use, before any attempt of this life writes. What fails to go stays.
   *
   * @return the maps whose outputs are to be checked
   */
  public List<AttemptId> sweep() throws IOException {
    List<AttemptId> outputs = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(files.jobs())) {
      for (Path folder : folders) {
        Optional<JobId> job = job(folder);
        if (job.isPresent()) {
          sweep(job.get(), folder, outputs);
        }
      }
    } catch (NoSuchFileException e) {
      // The worker's first life.
      return List.of();
    }
    outputs.sort(null);
    return outputs;
  }

  /** What has no name of a job isn't the worker's, and stays. */
  private static Optional<JobId> job(Path folder) {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new JobId(String.valueOf(folder.getFileName())));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private void sweep(JobId job, Path folder, List<AttemptId> outputs) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path file : entries) {
        Optional<AttemptId> map = LocalFiles.mapOfOutput(job, String.valueOf(file.getFileName()));
        if (map.isPresent()) {
          outputs.add(map.get());
        } else {
          delete(file);
        }
      }
    }
    files.deleteIfEmpty(job);
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("can't delete {}: {}", file, e.toString());
    }
  }

  /**
   * Reads a map output to its end.
   *
   * @throws IOException where it isn't whole, or can't be read
   */
  public void check(AttemptId map) throws IOException {
    held.check(map);
  }
}
