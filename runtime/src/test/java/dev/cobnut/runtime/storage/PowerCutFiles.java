package dev.cobnut.runtime.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A disk whose power is cut: what was not forced is lost. Bytes of a file survive as of its last
 * force; names in a folder, be it that they came or that they went, as of the folder's last force,
 * though the newest name may survive alone, since disks keep no order. It works on a real folder,
 * which {@link #cut} sets back.
 */
public final class PowerCutFiles extends DurableFiles {
  /** The power goes. */
  public static final class PowerCut extends Error {
    private static final long serialVersionUID = 1L;
  }

  private static final class Inode {
    private byte[] durable = new byte[0];
  }

  private final Path root;
  private final IdentityHashMap<FileChannel, Path> open = new IdentityHashMap<>();

  /** What the names stand for now, and after a cut; a folder stands for nothing. */
  private final Map<Path, @Nullable Inode> now = new TreeMap<>();

  private final Map<Path, @Nullable Inode> durable = new TreeMap<>();
  private @Nullable Path newest;
  private int stepsToCut;
  private int forceToSkip;
  private int forces;
  private int forcesInSeries;
  private boolean isTogether;
  private boolean isReversed;

  /**
   * A disk that is empty.
   *
   * @param root folder that stands for it, empty and itself durable
   * @param stepsToCut at which operation the power goes, counted from 1; 0: at none
   * @param forceToSkip which force does nothing, counted from 1; 0: none
   */
  public PowerCutFiles(Path root, int stepsToCut, int forceToSkip) {
    this.root = root;
    this.stepsToCut = stepsToCut;
    this.forceToSkip = forceToSkip;
  }

  /**
   * All that is there was forced long ago.
   *
   * @param stepsToCut counted from here on, as {@code forceToSkip}
   */
  void settle(int stepsToCut, int forceToSkip) throws IOException {
    for (Map.Entry<Path, @Nullable Inode> entry : now.entrySet()) {
      Inode inode = entry.getValue();
      if (inode != null) {
        inode.durable = Files.readAllBytes(entry.getKey());
      }
    }
    durable.clear();
    durable.putAll(now);
    newest = null;
    forces = 0;
    forcesInSeries = 0;
    this.stepsToCut = stepsToCut;
    this.forceToSkip = forceToSkip;
  }

  /** How often something was forced. */
  public int forces() {
    return forces;
  }

  /** How many of them waited for one another, if those that needn't didn't. */
  public int forcesInSeries() {
    return forcesInSeries;
  }

  /** Has forces that don't wait for each other done the last one first. */
  void reverseTogether() {
    isReversed = true;
  }

  private void step() {
    if (stepsToCut > 0 && --stepsToCut == 0) {
      throw new PowerCut();
    }
  }

  private boolean isSkipped() {
    forces++;
    forcesInSeries += isTogether ? 0 : 1;
    return forces == forceToSkip;
  }

  /** One after another, so that a cut comes between any two; each keeps its number. */
  @Override
  void together(List<Force> together) throws IOException {
    int before = forces;
    isTogether = true;
    for (int i = 0; i < together.size(); i++) {
      int index = isReversed ? together.size() - 1 - i : i;
      forces = before + index;
      together.get(index).run();
    }
    isTogether = false;
    forces = before + together.size();
    forcesInSeries += together.isEmpty() ? 0 : 1;
  }

  @Override
  FileChannel create(Path file) throws IOException {
    step();
    FileChannel channel = super.create(file);
    open.put(channel, file);
    now.put(file, new Inode());
    newest = file;
    return channel;
  }

  @Override
  void force(FileChannel file) throws IOException {
    step();
    Path path = open.get(file);
    Inode inode = path == null ? null : now.get(path);
    if (!isSkipped() && path != null && inode != null) {
      inode.durable = Files.readAllBytes(path);
    }
  }

  @Override
  void forceFolder(@Nullable Path folder) throws IOException {
    step();
    if (folder == null || !folder.startsWith(root) || isSkipped()) {
      return;
    }
    durable.keySet().removeIf(path -> folder.equals(path.getParent()) && !now.containsKey(path));
    now.forEach(
        (path, inode) -> {
          if (folder.equals(path.getParent())) {
            durable.put(path, inode);
          }
        });
  }

  @Override
  void link(Path link, Path file) throws IOException {
    step();
    super.link(link, file);
    now.put(link, now.get(file));
    newest = link;
  }

  @Override
  boolean delete(Path path) throws IOException {
    step();
    boolean deleted = super.delete(path);
    now.remove(path);
    return deleted;
  }

  @Override
  void makeFolder(Path folder) throws IOException {
    step();
    super.makeFolder(folder);
    now.put(folder, null);
  }

  /**
   * Sets the folder back to what survives, as a disk that has power again.
   *
   * @param keepsNewestName whether the newest name survives, forced or not
   */
  public PowerCutFiles cut(boolean keepsNewestName) {
    try {
      if (keepsNewestName && newest != null && now.containsKey(newest)) {
        durable.put(newest, now.get(newest));
      }
      empty(root);
      PowerCutFiles after = new PowerCutFiles(root, 0, 0);
      for (Map.Entry<Path, @Nullable Inode> entry : new TreeMap<>(durable).entrySet()) {
        restore(entry.getKey(), entry.getValue(), after);
      }
      return after;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void restore(Path path, @Nullable Inode inode, PowerCutFiles after)
      throws IOException {
    Path parent = path.getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      // A name in a folder whose own name is lost.
      return;
    }
    if (inode == null) {
      Files.createDirectory(path);
    } else {
      after.restoreFile(path, inode);
    }
    after.now.put(path, inode);
    after.durable.put(path, inode);
  }

  private final Map<Inode, Path> restored = new HashMap<>();

  private void restoreFile(Path path, Inode inode) throws IOException {
    Path first = restored.putIfAbsent(inode, path);
    if (first == null) {
      Files.write(path, inode.durable);
    } else {
      Files.createLink(path, first);
    }
  }

  private static void empty(Path root) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
              throws IOException {
            if (!folder.equals(root)) {
              Files.delete(folder);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
