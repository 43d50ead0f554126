package dev.cobnut.master.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.FileSlice;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobSpec;
import dev.cobnut.core.model.PluginRef;
import dev.cobnut.core.model.Split;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.model.TaskResult;
import dev.cobnut.core.scheduler.PartView;
import dev.cobnut.runtime.storage.OutputFolder;
import dev.cobnut.runtime.storage.PowerCutFiles;
import dev.cobnut.runtime.storage.PowerCuts;
import dev.cobnut.runtime.storage.PowerCuts.Disk;
import dev.cobnut.runtime.storage.PreparedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an output holds when the power was cut while it was prepared or published. */
final class PublisherPowerCutTest {
  private static final JobId JOB = new JobId("job");
  private static final JobId OLD = new JobId("old");
  private static final List<String> TEXTS = List.of("zero", "one");
  private static final List<String> PUBLISHED =
      List.of("part-r-00000", "part-r-00001", "_manifest.json", "_SUCCESS");

  @TempDir Path temp;

  /** A job from its claim to its end, with parts as reduces leave them. */
  private record Job(boolean overwrites) implements PowerCuts.Story {
    /** An output with another's parts, manifest and mark, all of which say "old". */
    @Override
    public void begin(Disk disk) throws IOException {
      if (overwrites) {
        OutputFolder output = disk.output("out");
        output.claim(OLD, "old");
        for (String name : PUBLISHED) {
          write(output, OLD, name, "old");
          output.move(OLD, name, name);
        }
        output.drop(OLD);
      }
    }

    @Override
    public void tell(Disk disk, Set<String> said) throws IOException {
      OutputFolder output = disk.output("out");
      claim(disk);
      said.add("claimed");
      List<PartView> parts = new ArrayList<>();
      for (int partition = 0; partition < TEXTS.size(); partition++) {
        parts.add(part(output, partition));
        said.add("part " + partition);
      }
      Publisher publisher = publisher(output, 1, parts);
      publisher.prepare();
      said.add("decided");
      publisher.publish();
      said.add("ended");
    }

    void claim(Disk disk) throws IOException {
      Path jar = Files.writeString(disk.root().resolveSibling("some.jar"), "jar");
      OutputFolder output = disk.output("out");
      new JobFolder(output, JOB, 1).prepare(spec(output, TEXTS.size()), jar);
    }

    static PartView part(OutputFolder output, int partition) throws IOException {
      write(output, JOB, known(partition).part().file(), TEXTS.get(partition));
      return known(partition);
    }

    private static void write(OutputFolder output, JobId job, String name, String text)
        throws IOException {
      try (PreparedFile file = output.create(job, name)) {
        file.write(text.getBytes(StandardCharsets.UTF_8));
        file.finish();
      }
    }

    private static PartView known(int partition) {
      AttemptId attempt = new AttemptId(new TaskId(JOB, 0, TaskKind.REDUCE, partition), 1, 1);
      return new PartView(
          partition,
          attempt,
          new TaskResult.PreparedPart(
              attempt.name() + ".part", TEXTS.get(partition).length(), 1, 0, Map.of()));
    }

    private JobSpec spec(OutputFolder output, int reducers) {
      byte[] digest = JobFolder.sha256().digest("jar".getBytes(StandardCharsets.UTF_8));
      return new JobSpec(
          "job",
          new PluginRef("plugin", "1", HexFormat.of().formatHex(digest)),
          List.of("/in"),
          output.path().toString(),
          reducers,
          1 << 20,
          Map.of(),
          0,
          0,
          false,
          overwrites,
          Optional.empty());
    }

    Publisher publisher(OutputFolder output, long term, List<PartView> parts) {
      JobSpec spec = spec(output, parts.size());
      Split split = new Split(List.of(new FileSlice("/in/a", "a", 0, 5, 5, 7)));
      return new Publisher(
          new JobFolder(output, JOB, term),
          new Publication(spec, List.of(split), parts, List.of()));
    }

    @Override
    public List<String> lies(Disk disk, Set<String> said) throws IOException {
      OutputFolder output = disk.output("out");
      List<String> lies = new ArrayList<>();
      boolean isOld = isOld(output.path().resolve("_SUCCESS"));
      for (String name : PUBLISHED) {
        if (isOld && !isOld(output.path().resolve(name))) {
          lies.add("the old _SUCCESS stands, without the old " + name);
        }
      }
      boolean isComplete = !isOld && Files.exists(output.path().resolve("_SUCCESS"));
      if (said.contains("ended") && !isComplete) {
        lies.add("the job has ended, without _SUCCESS");
      }
      if (isComplete) {
        look(output, lies);
      }
      if (said.contains("claimed") && !said.contains("decided") && !hasJar(output)) {
        lies.add("the jar is gone");
      }
      if (said.contains("part 0") && !said.contains("part 1") && !isPrepared(output)) {
        lies.add("the first part is gone");
      }
      if (said.contains("decided")) {
        // The next master only knows that it is decided, and publishes.
        try {
          publisher(output, 2, List.of(known(0), known(1))).publish();
          look(output, lies);
        } catch (IOException stuck) {
          lies.add("decided, and can't be published: " + stuck.getMessage());
        }
      } else if (said.contains("part 1")) {
        publisher(output, 2, List.of(known(0), known(1))).prepare();
        publisher(output, 2, List.of(known(0), known(1))).publish();
        look(output, lies);
      }
      return lies;
    }

    private static boolean isOld(Path file) throws IOException {
      return Files.exists(file) && Files.readString(file).equals("old");
    }

    private static boolean hasJar(OutputFolder output) throws IOException {
      Path jar = output.path().resolve("_cobnut/job/plugin.jar");
      return Files.exists(jar) && Files.readString(jar).equals("jar");
    }

    private static boolean isPrepared(OutputFolder output) throws IOException {
      Path file = output.path().resolve("_cobnut/job").resolve(known(0).part().file());
      return Files.exists(file) && Files.readString(file).equals(TEXTS.get(0));
    }

    private static void look(OutputFolder output, List<String> lies) throws IOException {
      for (int partition = 0; partition < TEXTS.size(); partition++) {
        Path part = output.path().resolve("part-r-0000" + partition);
        if (!Files.exists(part) || !Files.readString(part).equals(TEXTS.get(partition))) {
          lies.add(part.getFileName() + " isn't there and whole");
        }
      }
      Path manifest = output.path().resolve("_manifest.json");
      if (!Files.exists(manifest) || Files.size(manifest) == 0 || isOld(manifest)) {
        lies.add("the manifest isn't there and whole");
      }
    }
  }

  /** The claim's nonce is of no use here (2; PowerCutTest looks at it). */
  @Test
  void jobThatWasDecidedIsPublishedWhole() throws Exception {
    new PowerCuts(temp).assertForcesAreNeededBut(new Job(false), List.of(2));
  }

  /** As above; what is replaced was forced long ago. */
  @Test
  void oldOutputIsReplacedWhole() throws Exception {
    new PowerCuts(temp).assertForcesAreNeededBut(new Job(true), List.of(2));
  }

  /** What a job of one part waits for, beside its segments. */
  @Test
  void jobWaitsForSixForcesInSeries() throws Exception {
    PowerCutFiles files = new PowerCutFiles(Files.createDirectory(temp.resolve("disk")), 0, 0);
    Disk disk = new Disk(temp.resolve("disk"), files);
    OutputFolder output = disk.output("out");
    Job job = new Job(false);

    job.claim(disk);
    assertThat(files.forcesInSeries()).as("claimed").isEqualTo(2);
    List<PartView> parts = List.of(Job.part(output, 0));
    assertThat(files.forcesInSeries()).as("reduced").isEqualTo(3);
    job.publisher(output, 1, parts).prepare();
    assertThat(files.forcesInSeries()).as("prepared").isEqualTo(4);
    job.publisher(output, 1, parts).publish();
    assertThat(files.forcesInSeries()).as("published").isEqualTo(6);
  }
}
