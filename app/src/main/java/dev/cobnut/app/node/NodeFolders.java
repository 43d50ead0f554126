package dev.cobnut.app.node;

import dev.cobnut.app.embedded.ScratchFolder;
import dev.cobnut.runtime.config.Config;
import dev.cobnut.runtime.config.Role;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The folders that a node writes to, tried before it starts. */
final class NodeFolders {
  private NodeFolders() {}

  /**
   * Creates them where they are missing, and writes to each; leaves nothing where one can't be
   * used.
   *
   * @throws StartException that names the first that can't be used
   */
  static void check(Config config) throws StartException {
    if (!config.node().roles().contains(Role.MASTER)) {
      check("data.dir", config.dataDir());
      return;
    }
    Path state = statePath(config.stateUri());
    boolean made = !Files.exists(state);
    check("state.uri", state);
    try {
      check("data.dir", config.dataDir());
    } catch (StartException e) {
      if (made) {
        discard(state);
      }
      throw e;
    }
  }

  /** Removes what a node that was killed may have left there. */
  static void empty(Path folder) throws StartException {
    try {
      ScratchFolder.at(folder).close();
    } catch (IOException e) {
      throw new StartException("data.dir: " + folder + ": can't be emptied: " + reason(e));
    }
  }

  private static void discard(Path folder) throws StartException {
    try {
      Files.delete(folder);
    } catch (IOException e) {
      throw new StartException("state.uri: " + folder + ": made, but can't be deleted: " + e);
    }
  }

  private static Path statePath(String uri) throws StartException {
    String path = uri.startsWith("file:") ? uri.replaceFirst("^file:(//)?", "") : uri;
    if (path.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")) {
      throw new StartException("state.uri: " + uri + " (expected: a path, or file:/path)");
    }
    try {
      return Path.of(path);
    } catch (InvalidPathException e) {
      throw new StartException("state.uri: " + uri + ": " + e.getReason());
    }
  }

  private static void check(String key, Path folder) throws StartException {
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, ".cobnut-", ".probe"));
    } catch (IOException e) {
      throw new StartException(
          key
              + ": "
              + folder
              + ": "
              + reason(e)
              + " (expected: a directory that this node can create and write to)");
    }
  }

  private static String reason(IOException e) {
    if (e instanceof FileAlreadyExistsException) {
      return "not a directory";
    }
    if (e instanceof FileSystemException refused && refused.getReason() != null) {
      return refused.getReason();
    }
    return e.toString();
  }
}
