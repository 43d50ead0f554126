package dev.cobnut.app.node;

import dev.cobnut.app.embedded.ScratchFolder;
import dev.cobnut.runtime.config.Config;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The folders that a node writes to, tried before it starts. */
final class NodeFolders {
  private NodeFolders() {}

  /**
   * Creates them where they are missing, and tries each; leaves nothing where one can't be used.
   *
   * @return the state storage of a node that may become master
   * @throws StartException that names the first that can't be used
   */
  static Optional<NodeState> open(Config config) throws StartException {
    Path data = config.dataDir();
    boolean made = !Files.exists(data);
    check(data);
    try {
      return NodeState.open(config);
    } catch (StartException e) {
      if (made) {
        discard(data);
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
      throw new StartException("data.dir: " + folder + ": made, but can't be deleted: " + e);
    }
  }

  private static void check(Path folder) throws StartException {
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, ".cobnut-", ".probe"));
    } catch (IOException e) {
      throw new StartException(
          "data.dir: "
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
