package dev.cobnut.runtime.storage;

import dev.cobnut.runtime.crash.CrashPoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * State storage in a folder: an object is written under a draft's name and forced, gets its name by
 * a hard link, which never replaces, and the folder is forced. Drafts that a crash left behind
 * begin with a dot, are in no list, and are removed when a master starts a day later.
 */
public final class PosixStateStorage implements StateStorage {
  private static final Logger LOG = LoggerFactory.getLogger(PosixStateStorage.class);
  private static final String DRAFT = ".draft-";

  /** A draft that is older than this belongs to nobody who lives. */
  private static final long DRAFT_MS_MAX = 24 * 60 * 60 * 1_000L;

  private final Path root;
  private final DurableFiles files;
  private final AtomicReference<@Nullable Draft> spare = new AtomicReference<>();

  /** A new file without a name that counts. */
  private record Draft(Path folder, Path path, FileChannel channel) {}

  PosixStateStorage(Path root, DurableFiles files) {
    this.root = root;
    this.files = files;
  }

  @Override
  public Creation createIfAbsent(String name, byte[] bytes) {
    Path target = path(name);
    Path folder = parent(target);
    try {
      if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
        return whose(target, bytes);
      }
      makeFolders(folder);
      Draft draft = draft(folder);
      try {
        write(draft, bytes);
        CrashPoint.STORAGE_BEFORE_LINK.reach();
        files.link(target, draft.path());
        CrashPoint.STORAGE_AFTER_LINK.reach();
        files.forceFolder(folder);
        return Creation.MINE;
      } finally {
        files.delete(draft.path());
      }
    } catch (FileAlreadyExistsException taken) {
      return whoseIsTaken(target, bytes);
    } catch (IOException | UnsupportedOperationException e) {
      LOG.warn("{}: it isn't known whether it was created: {}", target, e.toString());
      return Creation.UNKNOWN;
    }
  }

  private Draft draft(Path folder) throws IOException {
    Draft ready = spare.get();
    return ready != null && ready.folder().equals(folder) && spare.compareAndSet(ready, null)
        ? ready
        : newDraft(folder);
  }

  private Draft newDraft(Path folder) throws IOException {
    Path path = folder.resolve(DRAFT + UUID.randomUUID());
    return new Draft(folder, path, files.create(path));
  }

  /** To find a place for a new file may take as long as to force it, where many were deleted. */
  @Override
  public void anticipate(String name) {
    Path folder = path(name);
    if (spare.get() != null || !Files.isDirectory(folder)) {
      return;
    }
    try {
      Draft draft = newDraft(folder);
      if (!spare.compareAndSet(null, draft)) {
        discard(draft);
      }
    } catch (IOException e) {
      // The creation itself will tell.
      LOG.debug("{}: no draft", folder, e);
    }
  }

  @Override
  public void settle() {
    Draft draft = spare.getAndSet(null);
    if (draft != null) {
      try {
        discard(draft);
      } catch (IOException e) {
        LOG.debug("{}: stays, as what a crash leaves", draft.path(), e);
      }
    }
  }

  private void discard(Draft draft) throws IOException {
    draft.channel().close();
    files.delete(draft.path());
  }

  private void write(Draft draft, byte[] bytes) throws IOException {
    try (FileChannel channel = draft.channel()) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      CrashPoint.STORAGE_BEFORE_FORCE.reach();
      files.force(channel);
    }
  }

  private Creation whoseIsTaken(Path target, byte[] bytes) {
    try {
      return whose(target, bytes);
    } catch (IOException e) {
      LOG.warn("{}: it isn't known whose it is: {}", target, e.toString());
      return Creation.UNKNOWN;
    }
  }

  /**
   * Whose the object is that has the name. Its folder may not be forced yet: whoever made it may be
   * this one, at a try before, or have died.
   */
  private Creation whose(Path target, byte[] bytes) throws IOException {
    boolean mine = Arrays.equals(Files.readAllBytes(target), bytes);
    files.forceFolder(parent(target));
    return mine ? Creation.MINE : Creation.ANOTHERS;
  }

  @Override
  public Optional<byte[]> read(String name) throws IOException {
    Path path = path(name);
    try {
      return Optional.of(Files.readAllBytes(path));
    } catch (NoSuchFileException e) {
      requireReachable();
      return Optional.empty();
    }
  }

  @Override
  public List<String> list(String folder) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path(folder))) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        if (!name.startsWith(DRAFT)) {
          names.add(name);
        }
      }
    } catch (NoSuchFileException e) {
      requireReachable();
      return List.of();
    } catch (java.nio.file.DirectoryIteratorException e) {
      throw e.getCause();
    }
    Collections.sort(names);
    return names;
  }

  /** Storage that was taken away, say an unmounted disk, must not look like one without objects. */
  private void requireReachable() throws IOException {
    if (!Files.isDirectory(root)) {
      throw new StorageException(root + ": isn't there any more (expected: the state storage)");
    }
  }

  @Override
  public void delete(String name) throws IOException {
    files.delete(path(name));
  }

  /**
   * Removes drafts that writers left behind long ago.
   *
   * @param nowMs wall clock
   */
  void sweepDrafts(long nowMs) throws IOException {
    sweepDrafts(root, nowMs);
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(root, Files::isDirectory)) {
      for (Path folder : folders) {
        sweepDrafts(folder, nowMs);
      }
    }
  }

  private void sweepDrafts(Path folder, long nowMs) throws IOException {
    try (DirectoryStream<Path> drafts = Files.newDirectoryStream(folder, DRAFT + "*")) {
      for (Path draft : drafts) {
        if (nowMs - Files.getLastModifiedTime(draft).toMillis() > DRAFT_MS_MAX) {
          files.delete(draft);
        }
      }
    } catch (NoSuchFileException goneMeanwhile) {
      return;
    }
  }

  @Override
  public String describe() {
    return root.toString();
  }

  private void makeFolders(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    if (folder.equals(root)) {
      requireReachable();
    }
    Path above = parent(folder);
    makeFolders(above);
    try {
      files.makeFolder(folder);
    } catch (FileAlreadyExistsException another) {
      if (!Files.isDirectory(folder)) {
        throw new StorageException(folder + ": a file (expected: a folder)");
      }
    }
    files.forceFolder(above);
  }

  private Path path(String name) {
    return root.resolve(ObjectNames.require(name));
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    return parent == null ? path : parent;
  }
}
