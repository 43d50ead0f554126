package dev.cobnut.cluster.fault;

import dev.cobnut.cluster.Await;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * A disk whose power can be cut: an ext4 file system in an image file.
 *
 * <p>The image holds what the file system has sent to its device; names and bytes that nobody
 * forced wait in memory. A copy of the image is what a machine finds once the power is back:
 * mounted in the disk's place, it replays its journal. The file system isn't to send anything
 * before it must, so its journal is committed every 300 s or when somebody forces a file, and
 * {@code noauto_da_alloc} keeps it from forcing what is renamed. A force commits all names that
 * were made before it, so this disk keeps more than it must; the storage of the unit tests doesn't.
 */
final class PowerDisk implements AutoCloseable {
  private static final String OPTIONS = "loop,noatime,commit=300,noauto_da_alloc";

  /** Was forced before any cut. */
  static final String FORCED = "forced";

  private final Path image;
  private final Path folder;
  private final Thread unmount = new Thread(this::unmountAtExit, "unmounts a disk");
  private int cuts;

  private PowerDisk(Path image, Path folder) {
    this.image = image;
    this.folder = folder;
  }

  /** Makes an image beside a folder, which is made, and mounts it there. */
  static PowerDisk mount(Path folder, String size) throws IOException, InterruptedException {
    Rights.LOOP.require();
    Files.createDirectories(folder);
    Path image = folder.resolveSibling(folder.getFileName() + ".image");
    Shell.run("truncate", "-s", size, image.toString());
    // All is made now, so that nothing is written later but what is asked for.
    String eager = "lazy_itable_init=0,lazy_journal_init=0";
    Shell.run("mkfs.ext4", "-q", "-b", "4096", "-I", "256", "-E", eager, image.toString());
    PowerDisk disk = new PowerDisk(image, folder);
    Runtime.getRuntime().addShutdownHook(disk.unmount);
    disk.mount();
    Files.writeString(folder.resolve(FORCED), "kept");
    Shell.run("sync", "-f", folder.toString());
    return disk;
  }

  private void mount() throws IOException, InterruptedException {
    Shell.run("mount", "-o", OPTIONS, image.toString(), folder.toString());
  }

  Path folder() {
    return folder;
  }

  /**
   * Cuts the power, and gives it back. Whoever used the disk has ended.
   *
   * @return files that are gone, or are no more what they were
   */
  Set<String> cut() throws IOException, InterruptedException {
    Files.writeString(folder.resolve(unforced(++cuts)), "lost");
    Map<String, Long> before = contents();
    Path copy = copy();
    Await.until(
        "a copy of " + image + " that nobody writes to meanwhile",
        Duration.ofSeconds(60),
        () -> {
          FileTime begun = Files.getLastModifiedTime(image);
          Shell.run("cp", "--sparse=always", image.toString(), copy.toString());
          return Files.getLastModifiedTime(image).equals(begun);
        });
    Shell.run("umount", "-l", folder.toString());
    Files.move(copy, image, StandardCopyOption.REPLACE_EXISTING);
    mount();
    Map<String, Long> after = contents();
    Set<String> taken = new TreeSet<>(before.keySet());
    taken.removeIf(file -> before.get(file).equals(after.get(file)));
    return taken;
  }

  private Path copy() {
    return image.resolveSibling(image.getFileName() + ".copy");
  }

  /** A file that is written just before a cut, and isn't forced. */
  static String unforced(int cut) {
    return "unforced-" + cut;
  }

  /** The checksum of each file. */
  private Map<String, Long> contents() throws IOException {
    Map<String, Long> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        CRC32C crc = new CRC32C();
        crc.update(Files.readAllBytes(file));
        contents.put(folder.relativize(file).toString(), crc.getValue());
      }
    }
    return contents;
  }

  private void unmountAtExit() {
    try {
      Shell.tryRun(List.of("umount", "-l", folder.toString()));
      deleteImages();
    } catch (IOException | InterruptedException e) {
      System.err.println(folder + " is left mounted: " + e);
    }
  }

  private void deleteImages() throws IOException {
    Files.deleteIfExists(image);
    Files.deleteIfExists(copy());
  }

  @Override
  public void close() throws IOException {
    try {
      Shell.run("umount", "-l", folder.toString());
      deleteImages();
      Runtime.getRuntime().removeShutdownHook(unmount);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted (expected: the end of " + folder + ")");
    }
  }
}
