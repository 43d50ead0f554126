package dev.cobnut.cluster.fault;

import dev.cobnut.cluster.Await;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A small file system in memory, seen by all processes. */
final class TmpDisk implements AutoCloseable {
  private final Path folder;
  private boolean isMounted = true;

  private TmpDisk(Path folder) {
    this.folder = folder;
  }

  /** Mounts one at a folder, which is made. */
  static TmpDisk mount(Path folder, String size) throws IOException, InterruptedException {
    Rights.MOUNT.require();
    Files.createDirectories(folder);
    Shell.run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", folder.toString());
    return new TmpDisk(folder);
  }

  Path folder() {
    return folder;
  }

  /** Refuses writes from now on; the file system does so only when no file is open for writing. */
  void makeReadOnly() throws IOException, InterruptedException {
    Await.until(
        "a moment without a file open for writing in " + folder,
        Duration.ofSeconds(60),
        () -> Shell.tryRun(List.of("mount", "-o", "remount,ro", folder.toString())).exit() == 0);
  }

  /** Takes writes again. */
  void makeWritable() throws IOException, InterruptedException {
    Shell.run("mount", "-o", "remount,rw", folder.toString());
  }

  /** Takes it out, as if the cable were pulled. */
  void vanish() throws IOException, InterruptedException {
    Shell.run("umount", "-l", folder.toString());
    isMounted = false;
  }

  @Override
  public void close() throws IOException {
    try {
      if (isMounted) {
        vanish();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted (expected: the end of " + folder + ")");
    }
  }
}
