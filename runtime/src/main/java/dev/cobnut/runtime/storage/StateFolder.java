package dev.cobnut.runtime.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/** The way to the state storage, which masters share. Blocks. */
public final class StateFolder {
  private StateFolder() {}

  /** Holds what tells this storage from any other. */
  private static final String ID = "storage-id";

  private static final int TRIES_MAX = 8;

  /**
   * The state storage of a URI, once it is tested as {@link #test} says.
   *
   * @throws StorageException that says what doesn't work, and where
   */
  public static StateStorage open(String stateUri) throws StorageException {
    return open("state.uri", stateUri);
  }

  /**
   * The same, where the storage is called something else.
   *
   * @param what the user's word for it, for messages
   */
  public static StateStorage open(String what, String uri) throws StorageException {
    DurableFiles files = new DurableFiles();
    Path folder = test(what, uri, files);
    PosixStateStorage storage = new PosixStateStorage(folder, files);
    try {
      storage.sweepDrafts(System.currentTimeMillis());
    } catch (IOException e) {
      throw StorageException.of(folder, "a folder that can be listed, with its folders", e);
    }
    return storage;
  }

  /**
   * What tells a storage from any other: nodes that find different ones don't see the same storage.
   */
  public static String id(StateStorage storage) throws IOException {
    byte[] fresh = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
    for (int tries = 1; tries < TRIES_MAX; tries++) {
      Optional<byte[]> known = storage.read(ID);
      if (known.isPresent()) {
        return new String(known.get(), StandardCharsets.US_ASCII);
      }
      if (storage.createIfAbsent(ID, fresh) == StateStorage.Creation.MINE) {
        return new String(fresh, StandardCharsets.US_ASCII);
      }
    }
    throw new StorageException(
        "state.uri: " + storage.describe() + ": can't be written (expected: a folder that can)");
  }

  /**
   * Makes the folder if it isn't there, and tries what the protocol rests on: a new file, forced,
   * and a hard link that never replaces. Leaves the folder as it was otherwise.
   *
   * @param stateUri a path, or a {@code file:} URI
   * @return where it lies
   * @throws StorageException that says what doesn't work, and where
   */
  public static Path test(String stateUri) throws StorageException {
    return test(stateUri, new DurableFiles());
  }

  static Path test(String stateUri, DurableFiles files) throws StorageException {
    return test("state.uri", stateUri, files);
  }

  private static Path test(String what, String uri, DurableFiles files) throws StorageException {
    Path folder = StoragePaths.path(what, uri);
    String name = "test-" + UUID.randomUUID();
    Path file = folder.resolve(name);
    Path link = folder.resolve(name + ".link");
    try {
      Files.createDirectories(folder);
      try {
        write(files, file);
        files.link(link, file);
        files.forceFolder(folder);
        requireTaken(files, link, file);
      } finally {
        files.delete(link);
        files.delete(file);
      }
      return folder;
    } catch (FileAlreadyExistsException e) {
      throw new StorageException(what + ": " + e.getFile() + ": a file (expected: a folder)");
    } catch (IOException e) {
      throw new StorageException(
          what
              + ": "
              + StorageException.of(folder, "a folder that can be made and written", e)
                  .getMessage());
    } catch (UnsupportedOperationException e) {
      throw new StorageException(
          what + ": " + folder + ": no hard links (expected: a file system that has them)");
    }
  }

  private static void write(DurableFiles files, Path file) throws IOException {
    try (FileChannel channel = files.create(file)) {
      files.force(channel);
    }
  }

  private static void requireTaken(DurableFiles files, Path link, Path file) throws IOException {
    try {
      files.link(link, file);
    } catch (FileAlreadyExistsException e) {
      return;
    }
    throw new StorageException(
        link + ": a second link replaced the first (expected: a file system that refuses)");
  }
}
