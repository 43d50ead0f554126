package dev.cobnut.runtime.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.model.JobId;
import dev.cobnut.runtime.storage.OutputFolder.Addition;
import dev.cobnut.runtime.storage.OutputFolder.Claim;
import dev.cobnut.runtime.storage.OutputFolder.Move;
import dev.cobnut.runtime.storage.PowerCuts.Disk;
import dev.cobnut.runtime.storage.StateStorage.Creation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is on shared storage when the power was cut. */
final class PowerCutTest {
  private static final JobId JOB = new JobId("job");
  private static final byte[] PART = "one\t1\n".getBytes(StandardCharsets.UTF_8);
  @TempDir Path temp;

  /** Objects of the state storage. */
  private static final class Objects implements PowerCuts.Story {
    @Override
    public void tell(Disk disk, Set<String> said) {
      StateStorage storage = disk.storage();
      for (String name : List.of("journal/1", "journal/2", "snapshots/1")) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (storage.createIfAbsent(name, bytes) == Creation.MINE) {
          said.add(name);
        }
        storage.anticipate("journal");
      }
    }

    @Override
    public List<String> lies(Disk disk, Set<String> said) throws IOException {
      StateStorage storage = disk.storage();
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
  void objectThatWasCreatedIsThereAndWhole() throws Exception {
    new PowerCuts(temp).assertEachForceIsNeeded(new Objects());
  }

  private static final Addition JAR =
      new Addition("plugin.jar", "plugin.jar.t1.draft", out -> out.write(PART));

  /** An output's folder, until its job can count on it. */
  private record Claiming(String name) implements PowerCuts.Story {
    @Override
    public void tell(Disk disk, Set<String> said) throws IOException {
      claim(disk);
      said.add("claimed");
    }

    private void claim(Disk disk) throws IOException {
      Path jar = disk.root().resolve(name).resolve("_cobnut/job/plugin.jar");
      List<Addition> missing = Files.exists(jar) ? List.of() : List.of(JAR);
      disk.output(name).claim(new Claim(JOB, "nonce", true, missing));
    }

    @Override
    public List<String> lies(Disk disk, Set<String> said) throws IOException {
      List<String> lies = new ArrayList<>();
      if (said.contains("claimed")) {
        look(disk, lies);
      }
      // Until it is said, the next master claims again, from whatever is there.
      claim(disk);
      look(disk, lies);
      disk.output(name).drop(JOB);
      if (disk.output(name).exists()) {
        lies.add("the output's folder is left behind");
      }
      return lies;
    }

    private void look(Disk disk, List<String> lies) throws IOException {
      OutputFolder output = disk.output(name);
      Path folder = output.path().resolve("_cobnut/job");
      if (!output.sees(JOB, "nonce")) {
        lies.add("the claim is gone");
      }
      if (!Files.exists(folder.resolve("made-output"))) {
        lies.add("it isn't known that the job made the output's folder");
      }
      Path jar = folder.resolve("plugin.jar");
      if (!Files.exists(jar) || !Arrays.equals(Files.readAllBytes(jar), PART)) {
        lies.add("the jar isn't there and whole");
      }
    }
  }

  @Test
  void claimIsThereAndWhole() throws Exception {
    new PowerCuts(temp).assertEachForceIsNeeded(new Claiming("deep/out"));
  }

  /** Who repeats it can't know what a master that was killed has forced. */
  @Test
  void claimThatIsRepeatedByTheNextMasterIsThereAndWhole() throws Exception {
    new PowerCuts(temp).assertHoldsWhenToldAgain(new Claiming("out"));
  }

  @Test
  void claimWaitsForTwoForcesInSeries() throws Exception {
    PowerCutFiles files = new PowerCutFiles(temp, 0, 0);
    new Claiming("deep/out").claim(new Disk(temp, files));

    assertThat(files.forcesInSeries()).isEqualTo(2);
    // Of the nonce, the jar, and the folders: the root, "deep", the output, "_cobnut", the job's.
    assertThat(files.forces()).isEqualTo(7);
  }

  /** A reduce's part, from its job's folder to its name. */
  private static final class Publishing implements PowerCuts.Story {
    private static final List<Move> MOVES =
        List.of(
            new Move("r0.t1.a1.part", "part-r-00000"),
            new Move("r1.t1.a1.part", "part-r-00001"),
            new Move("_SUCCESS", "_SUCCESS"));

    @Override
    public void tell(Disk disk, Set<String> said) throws IOException {
      OutputFolder output = disk.output("out");
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
    public List<String> lies(Disk disk, Set<String> said) throws IOException {
      Path out = disk.root().resolve("out");
      OutputFolder output = disk.output("out");
      List<String> lies = new ArrayList<>();
      if (said.contains("claimed") && !output.sees(JOB, "nonce")) {
        lies.add("the claim is gone");
      }
      for (Move move : MOVES) {
        Path prepared = out.resolve("_cobnut/job").resolve(move.preparedName());
        Path moved = out.resolve(move.finalName());
        if (Files.exists(moved) && Files.mismatch(moved, whole(disk.root())) >= 0) {
          lies.add(moved + " isn't whole");
        } else if (said.contains(move.preparedName())
            && !Files.exists(moved)
            && (!Files.exists(prepared) || Files.mismatch(prepared, whole(disk.root())) >= 0)) {
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

    private static Path whole(Path disk) throws IOException {
      return Files.write(disk.resolveSibling("whole"), PART);
    }
  }

  @Test
  void partThatWasReportedIsThereUnderOneOfItsNames() throws Exception {
    new PowerCuts(temp).assertEachForceIsNeeded(new Publishing());
  }
}
