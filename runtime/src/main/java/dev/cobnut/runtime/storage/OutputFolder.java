package dev.cobnut.runtime.storage;

import dev.cobnut.core.model.JobId;
import dev.cobnut.runtime.crash.CrashPoint;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that a job's parts go to. While a job is at work its files lie under {@code
 * _cobnut/<job>/}; a file there is whole and durable once it is finished, and publishing only moves
 * it to its name. No name is ever taken from a file that has it.
 *
 * <p>Safe for use by several threads and processes; blocks.
 */
public final class OutputFolder {
  private static final Logger LOG = LoggerFactory.getLogger(OutputFolder.class);
  private static final int NONCE_BYTES_MAX = 1 << 10;

  private final Path path;
  private final DurableFiles files;
  private final FolderSweep sweep;

  OutputFolder(Path path, DurableFiles files) {
    this.path = path;
    this.files = files;
    this.sweep = new FolderSweep(files);
  }

  /** The folder that a path or a {@code file:} URI names; it needn't exist. */
  public static OutputFolder of(String outputUri) throws StorageException {
    return new OutputFolder(StoragePaths.path("output", outputUri), new DurableFiles());
  }

  /** Where it lies: absolute, normalized. */
  public Path path() {
    return path;
  }

  /** Whether anything has the folder's name, be it an empty folder. */
  public boolean exists() {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** The journal of a job that runs in one process, which lies in it for as long. */
  public OutputJournal journal() {
    return new OutputJournal(path, files, sweep);
  }

  /**
   * What a job's folder begins with.
   *
   * @param nonce tells others that they see the same storage
   * @param isNewOutput whether the output's folder is the job's, be it there already; else it is
   *     where it isn't
   * @param files that are there when the claim is seen
   */
  public record Claim(JobId job, String nonce, boolean isNewOutput, List<Addition> files) {
    public Claim {
      files = List.copyOf(files);
    }
  }

  /** Claims a folder that may be there already, for a job that needs no files there. */
  public void claim(JobId job, String nonce) throws IOException {
    claim(new Claim(job, nonce, false, List.of()));
  }

  /**
   * Makes the job's folder. The same claim may be repeated.
   *
   * @throws StorageException where the job has another nonce there already, or the folder can't be
   *     made or written
   */
  public void claim(Claim claim) throws IOException {
    JobId job = claim.job();
    Claiming claiming = new Claiming(path, claim, files);
    try {
      claiming.run();
    } catch (IOException e) {
      StorageException failure =
          StorageException.of(path, "a folder that can be made and written, with hard links", e);
      try {
        claiming.undo(sweep);
      } catch (IOException again) {
        failure.addSuppressed(again);
      }
      throw failure;
    }
    Optional<String> found = nonce(job);
    if (!found.equals(Optional.of(claim.nonce()))) {
      throw new StorageException(
          folder(job)
              + ": is claimed with nonce "
              + found.orElse("none")
              + " (expected: "
              + claim.nonce()
              + ")");
    }
  }

  /** The nonce of the job's claim; empty where there is none. */
  public Optional<String> nonce(JobId job) throws IOException {
    Path file = folder(job).resolve(StoragePaths.NONCE);
    try {
      return Optional.of(new String(readUpTo(file, NONCE_BYTES_MAX), StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Whether the job's claim is seen here. */
  public boolean sees(JobId job, String nonce) throws IOException {
    return nonce(job).equals(Optional.of(nonce));
  }

  /**
   * A new file in the job's folder. Never makes the folder: what a dropped job's last attempt
   * writes finds it gone.
   */
  public PreparedFile create(JobId job, String name) throws IOException {
    return PreparedFile.create(files, folder(job).resolve(plain(name)));
  }

  /** Writes a file's content. */
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * A file to be added to a job's folder.
   *
   * @param draft a name that nobody else uses
   */
  public record Addition(String name, String draft, Content content) {
    public Addition {
      plain(name);
      plain(draft);
    }
  }

  /**
   * Adds files to the job's folder, each whole or not at all; a power cut may take them back. Where
   * another has a name, it stays: in a job's folder a name stands for one content.
   */
  public void addUnforced(JobId job, List<Addition> additions) throws IOException {
    try (Drafts drafts = new Drafts(files)) {
      for (Addition each : additions) {
        Path folder = folder(job);
        drafts.write(folder.resolve(each.name()), folder.resolve(each.draft()), each.content());
      }
      drafts.link();
    }
  }

  /** The bytes of a file in the job's folder. */
  public byte[] read(JobId job, String name, int bytesMax) throws IOException {
    Path file = folder(job).resolve(plain(name));
    try {
      return readUpTo(file, bytesMax);
    } catch (IOException e) {
      throw StorageException.of(file, "a file of at most " + bytesMax + " bytes", e);
    }
  }

  /** Gives a prepared file its final name; it may have got it already. */
  public void move(JobId job, String preparedName, String finalName) throws IOException {
    moveAll(job, List.of(new Move(preparedName, finalName)));
  }

  /** A prepared file and its final name. */
  public record Move(String preparedName, String finalName) {}

  /**
   * Gives prepared files their final names, in order; some may have got them already. The last one
   * appears only when the others would survive a power cut, and no file loses its old name before
   * its new one would survive.
   *
   * @throws StorageException where a foreign file has one of the names, or a prepared file is gone
   */
  public void moveAll(JobId job, List<Move> moves) throws IOException {
    for (int i = 0; i < moves.size(); i++) {
      if (i == moves.size() - 1 && i > 0) {
        forceFolder();
        CrashPoint.PUBLISH_BEFORE_SUCCESS.reach();
      }
      link(job, moves.get(i));
      CrashPoint.PUBLISH_IN_MOVE.reach();
    }
    forceFolder();
    try {
      for (Move move : moves) {
        files.delete(folder(job).resolve(plain(move.preparedName())));
      }
    } catch (IOException e) {
      LOG.info("job {}: prepared names stay until its folder goes: {}", job, e.toString());
    }
  }

  /**
   * Takes back the names that prepared files were given, {@code _SUCCESS} first; may be repeated.
   * For a job that has failed and whose failure is saved: until then, another master may still
   * publish it.
   */
  public void withdraw(JobId job) throws IOException {
    Set<Object> prepared = new HashSet<>(keysOfFiles(folder(job)).values());
    Map<String, Object> published = keysOfFiles(path);
    published.values().retainAll(prepared);
    if (published.isEmpty()) {
      return;
    }
    if (published.remove(StoragePaths.SUCCESS) != null) {
      remove(StoragePaths.SUCCESS);
    }
    for (String name : published.keySet()) {
      remove(name);
    }
    forceFolder();
  }

  /** What tells a file from all others, whatever its names, by name; empty without the folder. */
  private static Map<String, Object> keysOfFiles(Path folder) throws IOException {
    Map<String, Object> keys = new TreeMap<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        keyOfFile(entry).ifPresent(key -> keys.put(String.valueOf(entry.getFileName()), key));
      }
    } catch (NoSuchFileException gone) {
      return keys;
    } catch (IOException e) {
      throw StorageException.of(folder, "a folder that can be listed", e);
    }
    return keys;
  }

  /** Empty where there is no file any more: workers remove parts that don't count. */
  private static Optional<Object> keyOfFile(Path file) throws IOException {
    try {
      BasicFileAttributes found =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return found.isRegularFile() ? Optional.ofNullable(found.fileKey()) : Optional.empty();
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    }
  }

  private void link(JobId job, Move move) throws IOException {
    Path prepared = folder(job).resolve(plain(move.preparedName()));
    Path target = path.resolve(plain(move.finalName()));
    try {
      files.link(target, prepared);
    } catch (NoSuchFileException e) {
      if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
        throw StorageException.of(prepared, "the prepared file, or " + target, e);
      }
    } catch (FileAlreadyExistsException e) {
      if (isForeign(target, prepared)) {
        throw new StorageException(
            target + ": a file that isn't the job's (expected: no file, or the job's own)");
      }
    } catch (IOException | UnsupportedOperationException e) {
      throw StorageException.of(target, "a hard link to " + prepared, asIo(e));
    }
  }

  private static boolean isForeign(Path target, Path prepared) throws IOException {
    try {
      return !Files.isSameFile(target, prepared);
    } catch (NoSuchFileException e) {
      // Another master has moved it meanwhile.
      return !Files.exists(target, LinkOption.NOFOLLOW_LINKS);
    }
  }

  private static IOException asIo(Exception e) {
    return e instanceof IOException io ? io : new IOException(e.toString(), e);
  }

  /** Returns when the names in the folder would survive a power cut. */
  public void forceFolder() throws IOException {
    force(path);
  }

  /** The same, of the names in the job's folder. */
  public void forceFolder(JobId job) throws IOException {
    force(folder(job));
  }

  private void force(Path folder) throws IOException {
    try {
      files.forceFolder(folder);
    } catch (IOException e) {
      throw StorageException.of(folder, "a folder that can be forced to the disk", e);
    }
  }

  /** Removes a published file; it needn't be there. */
  public void remove(String finalName) throws IOException {
    Path file = path.resolve(plain(finalName));
    try {
      files.delete(file);
    } catch (IOException e) {
      throw StorageException.of(file, "a file that can be removed", e);
    }
  }

  /**
   * Removes the job's folder with all that is in it, then {@code _cobnut} if it is empty, then the
   * output's folder if it is empty and the job made it. May be repeated.
   */
  public void drop(JobId job) throws IOException {
    Path folder = folder(job);
    try {
      boolean madeOutput = Files.exists(folder.resolve(StoragePaths.MADE_OUTPUT));
      sweep.deleteAll(folder, StoragePaths.MADE_OUTPUT);
      if (sweep.deleteIfEmpty(path.resolve(StoragePaths.JOBS)) && madeOutput) {
        sweep.deleteIfEmpty(path);
      }
    } catch (IOException e) {
      throw StorageException.of(folder, "a folder that can be removed", e);
    }
  }

  /** The files that are published, by name; empty where there are none. */
  public List<OutputFile> files() throws IOException {
    List<OutputFile> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      for (Path entry : entries) {
        if (Files.isRegularFile(entry)) {
          found.add(new OutputFile(String.valueOf(entry.getFileName()), Files.size(entry)));
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw StorageException.of(path, "a folder that can be listed", e);
    }
    found.sort(Comparator.comparing(OutputFile::name));
    return List.copyOf(found);
  }

  private Path folder(JobId job) {
    return StoragePaths.jobFolder(path, job);
  }

  private static String plain(String name) {
    if (name.isEmpty() || name.equals(".") || name.equals("..") || name.contains("/")) {
      throw new IllegalArgumentException("file name: \"" + name + "\" (expected: a plain name)");
    }
    return name;
  }

  private static byte[] readUpTo(Path file, int bytesMax) throws IOException {
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(bytesMax);
      if (in.read() >= 0) {
        throw new StorageException(
            file + ": " + Files.size(file) + " bytes (expected: at most " + bytesMax + ")");
      }
      return bytes;
    }
  }
}
