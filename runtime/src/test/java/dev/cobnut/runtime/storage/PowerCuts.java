package dev.cobnut.runtime.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.runtime.storage.PowerCutFiles.PowerCut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells a story again and again, with the power going at each operation on the disk in turn. What
 * was said before must be true after; and each force is needed: without it, some cut makes a lie of
 * something.
 */
public final class PowerCuts {
  private static final int STEPS_MAX = 500;

  private final Path temp;
  private int disks;

  /** Cuts of disks that are folders in this one. */
  public PowerCuts(Path temp) {
    this.temp = temp;
  }

  /** A disk, and the ways to it. */
  public record Disk(Path root, PowerCutFiles files) {
    /** The disk as state storage. */
    public StateStorage storage() {
      return new PosixStateStorage(root, files);
    }

    /** An output on the disk. */
    public OutputFolder output(String name) {
      return new OutputFolder(root.resolve(name), files);
    }
  }

  /** What is done to a disk, and what must be true of it after a cut. */
  public interface Story {
    /** Puts on the disk what was there long before. */
    default void begin(Disk disk) throws IOException {}

    /** Adds to {@code said} what is relied on from then on. */
    void tell(Disk disk, Set<String> said) throws IOException, InterruptedException;

    /** What isn't as it was said; empty where all is. */
    List<String> lies(Disk disk, Set<String> said) throws IOException, InterruptedException;
  }

  /** How the story went, and what is wrong after it. */
  private record End(boolean isCut, int forces, List<String> lies) {}

  /** What a disk does as it likes: which name survives, and what comes first of two forces. */
  private enum Whim {
    PLAIN,
    KEEPS_NEWEST_NAME,
    LAST_FORCE_FIRST,
    LAST_FORCE_FIRST_AND_KEEPS_NEWEST_NAME;

    boolean keepsNewestName() {
      return this == KEEPS_NEWEST_NAME || this == LAST_FORCE_FIRST_AND_KEEPS_NEWEST_NAME;
    }

    boolean lastForceIsFirst() {
      return this == LAST_FORCE_FIRST || this == LAST_FORCE_FIRST_AND_KEEPS_NEWEST_NAME;
    }
  }

  /**
   * Tells a story, cuts the power, and looks.
   *
   * @param step at which it goes
   */
  private End cutAt(Story story, int step, int forceToSkip, Whim whim)
      throws IOException, InterruptedException {
    Path root = Files.createDirectory(temp.resolve("disk-" + disks++));
    PowerCutFiles files = new PowerCutFiles(root, 0, 0);
    story.begin(new Disk(root, files));
    files.settle(step, forceToSkip);
    if (whim.lastForceIsFirst()) {
      files.reverseTogether();
    }
    Set<String> said = new LinkedHashSet<>();
    boolean isCut = false;
    try {
      story.tell(new Disk(root, files), said);
    } catch (PowerCut cut) {
      isCut = true;
    }
    Disk after = new Disk(root, files.cut(whim.keepsNewestName()));
    return new End(isCut, files.forces(), look(story, after, said));
  }

  /** Who can't go on after a cut was lied to. */
  private static List<String> look(Story story, Disk after, Set<String> said)
      throws InterruptedException {
    try {
      return story.lies(after, said);
    } catch (IOException stuck) {
      return List.of(String.valueOf(stuck));
    }
  }

  /** What is wrong after the first cut after which anything is; the forces that there were. */
  private End firstLie(Story story, int forceToSkip) throws IOException, InterruptedException {
    for (int step = 1; step < STEPS_MAX; step++) {
      for (Whim whim : Whim.values()) {
        End end = cutAt(story, step, forceToSkip, whim);
        boolean isOver = !end.isCut() && whim == Whim.LAST_FORCE_FIRST_AND_KEEPS_NEWEST_NAME;
        if (!end.lies().isEmpty() || isOver) {
          return end;
        }
      }
    }
    throw new AssertionError("no end after " + STEPS_MAX + " operations");
  }

  /**
   * Fails where a story that is broken off by a kill, and then told again to its end, says what a
   * cut right after makes a lie of.
   */
  public void assertHoldsWhenToldAgain(Story story) throws IOException, InterruptedException {
    for (int step = 1; step < STEPS_MAX; step++) {
      Path root = Files.createDirectory(temp.resolve("disk-" + disks++));
      PowerCutFiles files = new PowerCutFiles(root, step, 0);
      Disk disk = new Disk(root, files);
      try {
        story.tell(disk, new LinkedHashSet<>());
        assertThat(step).isGreaterThan(1);
        return;
      } catch (PowerCut kill) {
        Set<String> said = new LinkedHashSet<>();
        story.tell(disk, said);
        List<String> lies = look(story, new Disk(root, files.cut(false)), said);
        assertThat(lies).as("killed at " + step).isEmpty();
      }
    }
    throw new AssertionError("no end after " + STEPS_MAX + " operations");
  }

  /** Fails where a cut makes a lie of something, or a force is needless. */
  public void assertEachForceIsNeeded(Story story) throws IOException, InterruptedException {
    assertForcesAreNeededBut(story, List.of());
  }

  /**
   * The same, but for some forces.
   *
   * @param needless which aren't needed in this story, counted from 1
   */
  public void assertForcesAreNeededBut(Story story, List<Integer> needless)
      throws IOException, InterruptedException {
    End whole = firstLie(story, 0);
    assertThat(whole.lies()).isEmpty();
    int forces = whole.forces();
    assertThat(forces).isPositive();
    List<Integer> missedByNone = new ArrayList<>();
    for (int force = 1; force <= forces; force++) {
      if (firstLie(story, force).lies().isEmpty()) {
        missedByNone.add(force);
      }
    }
    assertThat(missedByNone).as("forces of " + forces + " no cut misses").isEqualTo(needless);
  }
}
