package dev.cobnut.master.output;

import dev.cobnut.core.scheduler.PartView;
import dev.cobnut.runtime.storage.OutputFile;
import dev.cobnut.runtime.storage.OutputFolder.Move;
import dev.cobnut.runtime.storage.StoragePaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Publishes an output: manifest and {@code _SUCCESS}, and {@code _skipped} where records were left
 * out, are prepared beside the parts, then all are moved to their names, part 0 first and {@code
 * _SUCCESS} last.
 *
 * <p>Each step may be done again, by any master, from wherever the one before it stopped. A
 * prepared file that is gone has been moved; one that is still there and is the same file as the
 * one with the final name has been linked; anything else that has a final name is somebody else's.
 * The manifest is prepared under a name made of its digest, so that no two masters write different
 * bytes to one name. Blocks; one use at a time.
 */
public final class Publisher {
  private static final String PART_NAME = "part-r-\\d{5,}";
  private static final int DIGEST_CHARS = 16;

  private final JobFolder folder;
  private final Publication publication;
  private final byte[] manifest;
  private final List<Move> moves;

  /** A publication of what was saved. */
  public Publisher(JobFolder folder, Publication publication) {
    this.folder = folder;
    this.publication = publication;
    this.manifest = Manifest.of(folder.job(), publication);
    this.moves = new ArrayList<>(publication.parts().size() + 3);
    for (PartView part : publication.parts()) {
      moves.add(new Move(part.part().file(), StoragePaths.part(part.partition())));
    }
    if (!publication.skipped().isEmpty()) {
      moves.add(new Move(StoragePaths.SKIPPED, StoragePaths.SKIPPED));
    }
    String digest = HexFormat.of().formatHex(JobFolder.sha256().digest(manifest));
    moves.add(
        new Move(
            "_manifest." + digest.substring(0, DIGEST_CHARS) + ".json", StoragePaths.MANIFEST));
    moves.add(new Move(StoragePaths.SUCCESS, StoragePaths.SUCCESS));
  }

  /** A final name is taken by a file that isn't the job's, or a prepared file is lost. */
  public static final class ForeignFileException extends IOException {
    private static final long serialVersionUID = 1L;

    ForeignFileException(String message) {
      super(message);
    }
  }

  private Move manifestMove() {
    return moves.get(moves.size() - 2);
  }

  private Move successMove() {
    return moves.get(moves.size() - 1);
  }

  /**
   * Writes all but the parts beside them. A power cut may take their names: what is lost is made
   * again of what is saved, so that nobody waits for the folder to be forced. Not so where an old
   * output is replaced: there, what is gone and has its final name must have been moved.
   */
  public void prepare() throws IOException {
    folder.addUnforced(contents());
    if (publication.spec().overwrite()) {
      folder.force();
    }
  }

  private Map<String, JobFolder.Content> contents() {
    Map<String, JobFolder.Content> contents = new LinkedHashMap<>();
    if (!publication.skipped().isEmpty()) {
      contents.put(StoragePaths.SKIPPED, out -> SkippedFile.write(publication.skipped(), out));
    }
    contents.put(manifestMove().preparedName(), out -> out.write(manifest));
    contents.put(successMove().preparedName(), out -> {});
    return contents;
  }

  private void prepareLost() throws IOException {
    Map<String, JobFolder.Content> contents = contents();
    for (Move move : moves) {
      if (place(move) != Place.LOST) {
        contents.remove(move.preparedName());
      }
    }
    if (!contents.isEmpty()) {
      folder.addUnforced(contents);
    }
  }

  /**
   * Moves all to their names.
   *
   * @throws ForeignFileException where that can never be; then nothing of the job's has a final
   *     name
   */
  public void publish() throws IOException {
    if (publication.spec().overwrite()) {
      removeOld();
    }
    try {
      prepareLost();
      requireFree();
      folder.output().moveAll(folder.job(), moves);
    } catch (IOException failure) {
      if (failure instanceof ForeignFileException || isTaken()) {
        folder.output().withdraw(folder.job());
        throw new ForeignFileException(String.valueOf(failure.getMessage()));
      }
      throw failure;
    }
  }

  private void requireFree() throws ForeignFileException {
    for (Move move : moves) {
      Place place = place(move);
      if (place == Place.FOREIGN) {
        throw new ForeignFileException(
            target(move) + ": a file that isn't the job's (expected: no file, or the job's own)");
      }
      if (place == Place.LOST) {
        throw new ForeignFileException(
            folder.path(move.preparedName())
                + ": is gone (expected: the prepared file, or "
                + target(move)
                + ")");
      }
    }
  }

  private boolean isTaken() {
    return moves.stream().anyMatch(move -> place(move) == Place.FOREIGN);
  }

  /** Old {@code _SUCCESS} and manifest first, so that no reader takes a mixture for complete. */
  private void removeOld() throws IOException {
    Map<String, Move> byFinalName = new HashMap<>();
    moves.forEach(move -> byFinalName.put(move.finalName(), move));
    removeIfForeign(successMove());
    removeIfForeign(manifestMove());
    folder.output().forceFolder();
    for (OutputFile file : folder.output().files()) {
      Move mine = byFinalName.get(file.name());
      boolean isOld = mine == null || place(mine) == Place.FOREIGN;
      if (isOld && file.name().matches(PART_NAME + "|" + StoragePaths.SKIPPED)) {
        folder.output().remove(file.name());
      }
    }
  }

  private void removeIfForeign(Move move) throws IOException {
    if (place(move) == Place.FOREIGN) {
      folder.output().remove(move.finalName());
    }
  }

  /** How far a file is. */
  private enum Place {
    PREPARED,
    LINKED,
    MOVED,
    FOREIGN,
    LOST
  }

  private Place place(Move move) {
    Path target = target(move);
    boolean isPrepared = folder.has(move.preparedName());
    if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      return isPrepared ? Place.PREPARED : Place.LOST;
    }
    if (!isPrepared) {
      return Place.MOVED;
    }
    try {
      return Files.isSameFile(folder.path(move.preparedName()), target)
          ? Place.LINKED
          : Place.FOREIGN;
    } catch (NoSuchFileException movedMeanwhile) {
      return Place.MOVED;
    } catch (IOException unreadable) {
      return Place.FOREIGN;
    }
  }

  private Path target(Move move) {
    return folder.output().path().resolve(move.finalName());
  }
}
