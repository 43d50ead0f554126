package dev.cobnut.runtime.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.model.JobId;
import dev.cobnut.runtime.storage.OutputFolder.Move;
import dev.cobnut.runtime.storage.PowerCutFiles.PowerCut;
import dev.cobnut.runtime.storage.StateStorage.Creation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power goes at each operation on the disk in turn. What was said before must be true after;
 * and each force is needed: without it, some cut makes a lie of something.
 */
final class PowerCutTest {
  private static final JobId JOB = new JobId("job");
  private static final byte[] PART = "one\t1\n".getBytes(StandardCharsets.UTF_8);
  private static final int STEPS_MAX = 500;

  @TempDir Path temp;
  private int disks;

  /** What is done to a disk, and what must be true of it after a cut. */
  private interface Story {
    /** Adds to {@code said} what is relied on from then on. */
    void tell(Path disk, PowerCutFiles files, Set<String> said) throws IOException;

    /** What isn't as it was said; empty where all is. */
    List<String> lies(Path disk, PowerCutFiles files, Set<String> said) throws IOException;
  }

  /** How the story went, and what is wrong after it. */
  private record End(boolean isCut, int forces, List<String> lies) {}

  /**
   * Tells a story, cuts the power, and looks.
   *
   * @param step at which it goes; 0: after all
   */
  private End cutAt(Story story, int step, int forceToSkip, boolean keepsNewestName)
      throws IOException {
    Path disk = Files.createDirectory(temp.resolve("disk-" + disks++));
    PowerCutFiles files = new PowerCutFiles(disk, step, forceToSkip);
    Set<String> said = new LinkedHashSet<>();
    boolean isCut = false;
    try {
      story.tell(disk, files, said);
    } catch (PowerCut cut) {
      isCut = true;
    }
    return new End(isCut, files.forces(), story.lies(disk, files.cut(keepsNewestName), said));
  }

  /** What is wrong after the first cut after which anything is; the forces that there were. */
  private End firstLie(Story story, int forceToSkip) throws IOException {
    for (int step = 1; step < STEPS_MAX; step++) {
      End lost = cutAt(story, step, forceToSkip, false);
      End kept = cutAt(story, step, forceToSkip, true);
      End worse = lost.lies().isEmpty() ? kept : lost;
      if (!worse.lies().isEmpty() || !worse.isCut()) {
        return worse;
      }
    }
    throw new AssertionError("no end after " + STEPS_MAX + " operations");
  }

  private void assertEachForceIsNeeded(Story story) throws IOException {
    End whole = firstLie(story, 0);
    assertThat(whole.lies()).isEmpty();
    int forces = whole.forces();
    assertThat(forces).isPositive();
    List<Integer> needless = new ArrayList<>();
    for (int force = 1; force <= forces; force++) {
      if (firstLie(story, force).lies().isEmpty()) {
        needless.add(force);
      }
    }
    assertThat(needless).as("forces of " + forces + " that no cut misses").isEmpty();
  }

  /** Objects of the state storage. */
  private static final class Objects implements Story {
    @Override
    public void tell(Path disk, PowerCutFiles files, Set<String> said) {
      StateStorage storage = new PosixStateStorage(disk, files);
      for (String name : List.of("journal/1", "journal/2", "snapshots/1")) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (storage.createIfAbsent(name, bytes) == Creation.MINE) {
          said.add(name);
        }
      }
    }

    @Override
    public List<String> lies(Path disk, PowerCutFiles files, Set<String> said) throws IOException {
      StateStorage storage = new PosixStateStorage(disk, files);
      List<String> lies = new ArrayList<>();
      for (String folder : List.of("journal", "snapshots")) {
        for (String plain : storage.list(folder)) {
          String name = folder + "/" + plain;
          byte[] found = storage.read(name).orElse(new byte[0]);
          if (!new String(found, StandardCharsets.UTF_8).equals(name)) {
            lies.add(name + " isn't whole");
          }
        }
      }
      for (String name : said) {
        if (storage.read(name).isEmpty()) {
          lies.add(name + " is gone");
        }
      }
      return lies;
    }
  }

  @Test
  void objectThatWasCreatedIsThereAndWhole() throws IOException {
    assertEachForceIsNeeded(new Objects());
  }

  /** A reduce's part, from its job's folder to its name. */
  private static final class Publishing implements Story {
    private static final List<Move> MOVES =
        List.of(
            new Move("r0.t1.a1.part", "part-r-00000"),
            new Move("r1.t1.a1.part", "part-r-00001"),
            new Move("_SUCCESS", "_SUCCESS"));

    @Override
    public void tell(Path disk, PowerCutFiles files, Set<String> said) throws IOException {
      OutputFolder output = new OutputFolder(disk.resolve("out"), files);
      output.claim(JOB, "nonce");
      said.add("claimed");
      for (Move move : MOVES) {
        try (PreparedFile part = output.create(JOB, move.preparedName())) {
          part.write(PART);
          part.finish();
        }
        said.add(move.preparedName());
      }
      output.moveAll(JOB, MOVES);
      said.add("published");
    }

    @Override
    public List<String> lies(Path disk, PowerCutFiles files, Set<String> said) throws IOException {
      Path out = disk.resolve("out");
      OutputFolder output = new OutputFolder(out, files);
      List<String> lies = new ArrayList<>();
      if (said.contains("claimed") && !output.sees(JOB, "nonce")) {
        lies.add("the claim is gone");
      }
      Path madeOutput = out.resolve("_cobnut/job/made-output");
      if (said.contains("claimed") && !said.contains("published") && !isNonce(madeOutput)) {
        lies.add("it isn't known that the job made the output's folder");
      }
      for (Move move : MOVES) {
        Path prepared = out.resolve("_cobnut/job").resolve(move.preparedName());
        Path moved = out.resolve(move.finalName());
        if (Files.exists(moved) && Files.mismatch(moved, whole(disk)) >= 0) {
          lies.add(moved + " isn't whole");
        } else if (said.contains(move.preparedName())
            && !Files.exists(moved)
            && (!Files.exists(prepared) || Files.mismatch(prepared, whole(disk)) >= 0)) {
          lies.add(move + " is lost");
        }
        if (Files.exists(out.resolve("_SUCCESS")) && !Files.exists(moved)) {
          lies.add("_SUCCESS without " + moved);
        }
        if (said.contains("published") && !Files.exists(moved)) {
          lies.add(moved + " was published");
        }
      }
      return lies;
    }

    private static boolean isNonce(Path file) throws IOException {
      return Files.exists(file) && Files.readString(file).equals("nonce");
    }

    private static Path whole(Path disk) throws IOException {
      return Files.write(disk.resolveSibling("whole"), PART);
    }
  }

  @Test
  void partThatWasReportedIsThereUnderOneOfItsNames() throws IOException {
    assertEachForceIsNeeded(new Publishing());
  }
}
