package dev.cobnut.runtime.storage;

import dev.cobnut.runtime.crash.CrashPoint;
import dev.cobnut.runtime.storage.OutputFolder.Addition;
import dev.cobnut.runtime.storage.OutputFolder.Claim;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes the folder of a job in its output, with what belongs there from the beginning. Two forces
 * stand in series: the bytes of all files, then all folders that have got a name.
 *
 * <ul>
 *   <li>Bytes come before names, since who repeats a claim leaves what has its name: that must not
 *       be a file whose bytes a power cut took.
 *   <li>The nonce gets its name last, so that who sees the claim while this process is killed sees
 *       all of it. A power cut may leave any of the names; nobody looks before the claim is said.
 *   <li>No folder waits for another. The claim counts when all are forced, and is repeated until
 *       then, from whatever a power cut has left.
 *   <li>Hence a repeated claim can't tell from the output's folder whose it is: the mark that the
 *       job made it is set wherever the job was accepted for an output that didn't exist.
 *   <li>A repeated claim forces all folders again, since who made them may have been killed before;
 *       but for those above the output's parent, of which it can't know.
 * </ul>
 *
 * Blocks; for one use.
 */
final class Claiming {
  private final Path output;
  private final Path folder;
  private final Claim claim;
  private final DurableFiles files;

  /** Folders that this made, the last one first. */
  private final Deque<Path> made = new ArrayDeque<>();

  private final Set<Path> toForce = new LinkedHashSet<>();

  Claiming(Path output, Claim claim, DurableFiles files) {
    this.output = output;
    this.folder = StoragePaths.jobFolder(output, claim.job());
    this.claim = claim;
    this.files = files;
  }

  void run() throws IOException {
    boolean isMade = claim.isNewOutput() || !Files.exists(output);
    makeFolders();
    if (isMade) {
      toForce(output.getParent());
    }
    toForce(output);
    toForce(folder.getParent());
    toForce(folder);
    try (Drafts drafts = new Drafts(files)) {
      if (isMade) {
        write(drafts, StoragePaths.MADE_OUTPUT, "");
      }
      for (Addition each : claim.files()) {
        drafts.write(folder.resolve(each.name()), folder.resolve(each.draft()), each.content());
      }
      write(drafts, StoragePaths.NONCE, claim.nonce());
      drafts.link();
    }
    CrashPoint.MASTER_IN_CLAIM.reach();
    List<DurableFiles.Force> forces = new ArrayList<>();
    toForce.forEach(each -> forces.add(() -> files.forceFolder(each)));
    files.together(forces);
  }

  private void toForce(@Nullable Path each) {
    if (each != null) {
      toForce.add(each);
    }
  }

  private void write(Drafts drafts, String name, String text) throws IOException {
    Path target = folder.resolve(name);
    if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      Path draft = folder.resolve(name + "." + UUID.randomUUID());
      drafts.write(target, draft, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private void makeFolders() throws IOException {
    Deque<Path> missing = new ArrayDeque<>();
    for (Path each = folder; each != null && !Files.isDirectory(each); each = each.getParent()) {
      missing.push(each);
    }
    for (Path each : missing) {
      try {
        files.makeFolder(each);
        made.push(each);
      } catch (FileAlreadyExistsException e) {
        if (!Files.isDirectory(each)) {
          throw new StorageException(each + ": a file (expected: a folder, or nothing)");
        }
      }
      toForce(each.getParent());
    }
  }

  /** Removes what {@link #run} has made, as far as nobody has put anything there. */
  void undo(FolderSweep sweep) throws IOException {
    if (made.contains(folder)) {
      files.delete(folder.resolve(StoragePaths.MADE_OUTPUT));
    }
    for (Path each : made) {
      sweep.deleteIfEmpty(each);
    }
  }
}
