package dev.cobnut.job.local;

import dev.cobnut.job.Utf8;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Collects the files of one input. Links wait until all that isn't behind a link was seen, so that
 * a file counts at its own place, and each directory is walked once, so that no chain of links
 * makes the walk long. Confined to one thread.
 */
final class FileWalk {
  private record Link(Path path, Path realParent, String relativePath, Utf8 order) {}

  private final String input;
  private final Set<Path> seenFiles;
  private final Set<Path> seenDirectories = new HashSet<>();
  private final PriorityQueue<Link> links = new PriorityQueue<>(Comparator.comparing(Link::order));
  private final List<InputFile> files = new ArrayList<>();

  /**
   * Begins a walk.
   *
   * @param seenFiles the real paths of the files that are taken already; the walk adds its own
   */
  FileWalk(String input, Set<Path> seenFiles) {
    this.input = input;
    this.seenFiles = seenFiles;
  }

  /** What was collected, in no order. */
  List<InputFile> files() {
    return files;
  }

  static boolean isSkipped(String name) {
    return name.startsWith("_") || name.startsWith(".");
  }

  /**
   * Adds what stands in a directory, whatever it is; {@code realParent} is that directory without
   * links.
   */
  void addEntry(Path path, Path realParent, String relativePath) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    Path real = realParent.resolve(path.getFileName());
    if (attributes.isSymbolicLink()) {
      links.add(new Link(path, realParent, relativePath, Utf8.of(relativePath)));
    } else if (attributes.isDirectory()) {
      addDirectory(path, real, relativePath + "/");
    } else if (attributes.isRegularFile()) {
      addFile(path, real, relativePath, attributes);
    }
  }

  /** Adds all files below a directory; {@code prefix} goes before their relative paths. */
  void addDirectory(Path directory, Path real, String prefix) throws IOException {
    if (!seenDirectories.add(real)) {
      return;
    }
    for (Path entry : entries(directory)) {
      String name = entry.getFileName().toString();
      if (!isSkipped(name)) {
        addEntry(entry, real, prefix + name);
      }
    }
  }

  void addFile(Path path, Path real, String relativePath, BasicFileAttributes attributes)
      throws IOException {
    if (!Files.isReadable(path)) {
      throw new InputException(input, path + " can't be read", "a file that may be read");
    }
    if (seenFiles.add(real)) {
      long modifiedMs = attributes.lastModifiedTime().toMillis();
      files.add(new InputFile(path, relativePath, attributes.size(), modifiedMs));
    }
  }

  /** Goes behind the links that were met, in the order of their paths. */
  void followLinks() throws IOException {
    for (Link link = links.poll(); link != null; link = links.poll()) {
      Path real = target(link);
      BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
      if (attributes.isRegularFile()) {
        addFile(link.path(), real, link.relativePath(), attributes);
      } else if (attributes.isDirectory() && !link.realParent().startsWith(real)) {
        addDirectory(link.path(), real, link.relativePath() + "/");
      }
    }
  }

  private Path target(Link link) throws IOException {
    try {
      return link.path().toRealPath();
    } catch (NoSuchFileException dangling) {
      throw new InputException(
          input, link.path() + " is a link to nothing", "a link to a file or directory", dangling);
    }
  }

  /** The entries of a directory, in no order. */
  static List<Path> entries(Path directory) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(entries::add);
    } catch (DirectoryIteratorException failure) {
      throw failure.getCause();
    }
    return entries;
  }
}
