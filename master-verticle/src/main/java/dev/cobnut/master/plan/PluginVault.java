package dev.cobnut.master.plan;

import dev.cobnut.core.model.PluginRef;
import dev.cobnut.runtime.plugin.PluginRegistry;
import dev.cobnut.runtime.storage.StateStorage;
import dev.cobnut.runtime.storage.StateStorage.Creation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The jars of jobs on the state storage, {@code plugins/<sha256>.jar}, so that an accepted job
 * needs no node's cache. A jar stays there: its name says what it holds. Blocks; safe for use by
 * any thread.
 */
public final class PluginVault {
  private static final int TRIES_MAX = 8;

  private final StateStorage storage;
  private final PluginRegistry plugins;
  private final Set<String> kept = ConcurrentHashMap.newKeySet();

  public PluginVault(StateStorage storage, PluginRegistry plugins) {
    this.storage = storage;
    this.plugins = plugins;
  }

  /**
   * Returns when the jar is on the state storage, durable.
   *
   * @throws IOException where it isn't, or can't be known to be
   */
  public void keep(PluginRef plugin) throws IOException {
    String sha256 = plugin.sha256();
    if (kept.contains(sha256)) {
      return;
    }
    byte[] jar = Files.readAllBytes(plugins.jar(sha256));
    Creation creation = Creation.UNKNOWN;
    for (int tries = 0; tries < TRIES_MAX && creation == Creation.UNKNOWN; tries++) {
      creation = storage.createIfAbsent(name(sha256), jar);
    }
    if (creation != Creation.MINE) {
      throw new IOException(
          "plugin "
              + plugin.name()
              + ": "
              + (creation == Creation.UNKNOWN ? "can't be kept at " : "other bytes are at ")
              + storage.describe()
              + "/"
              + name(sha256)
              + " (expected: its jar)");
    }
    kept.add(sha256);
  }

  /**
   * The jar in this node's cache, brought there if it isn't.
   *
   * @throws IOException where no copy is to be had
   */
  public Path jar(PluginRef plugin) throws IOException {
    String sha256 = plugin.sha256();
    if (!plugins.has(sha256)) {
      Optional<byte[]> bytes = storage.read(name(sha256));
      if (bytes.isEmpty()) {
        throw new IOException(
            "plugin "
                + plugin.name()
                + ": "
                + sha256
                + " is neither in this node's cache nor on the state storage");
      }
      Path draft = Files.createTempFile("cobnut-", ".jar");
      try {
        plugins.install(Files.write(draft, bytes.get()), sha256);
      } finally {
        Files.deleteIfExists(draft);
      }
    }
    return plugins.jar(sha256);
  }

  private static String name(String sha256) {
    return "plugins/" + sha256 + ".jar";
  }
}
