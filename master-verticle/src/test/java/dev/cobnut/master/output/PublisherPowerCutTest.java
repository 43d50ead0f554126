package dev.cobnut.master.output;

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
import dev.cobnut.runtime.storage.PowerCuts;
import dev.cobnut.runtime.storage.PowerCuts.Disk;
import dev.cobnut.runtime.storage.PreparedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an output holds when the power was cut while it was prepared or published. */
final class PublisherPowerCutTest {
  private static final JobId JOB = new JobId("job");
  private static final List<String> TEXTS = List.of("zero", "one");

  @TempDir Path temp;

  /** A job from its claim to its end, with parts as reduces leave them. */
  private static final class Job implements PowerCuts.Story {
    @Override
    public void tell(Disk disk, Set<String> said) throws IOException {
      OutputFolder output = disk.output("out");
      output.claim(JOB, JobFolder.nonce(JOB));
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

    private static PartView part(OutputFolder output, int partition) throws IOException {
      try (PreparedFile file = output.create(JOB, known(partition).part().file())) {
        file.write(TEXTS.get(partition).getBytes(StandardCharsets.UTF_8));
        file.finish();
      }
      return known(partition);
    }

    private static PartView known(int partition) {
      AttemptId attempt = new AttemptId(new TaskId(JOB, 0, TaskKind.REDUCE, partition), 1, 1);
      return new PartView(
          partition,
          attempt,
          new TaskResult.PreparedPart(
              attempt.name() + ".part", TEXTS.get(partition).length(), 1, 0, Map.of()));
    }

    private static Publisher publisher(OutputFolder output, long term, List<PartView> parts) {
      JobSpec spec =
          new JobSpec(
              "job",
              new PluginRef("plugin", "1", "00"),
              List.of("/in"),
              output.path().toString(),
              parts.size(),
              1 << 20,
              Map.of(),
              0,
              0,
              false,
              false,
              Optional.empty());
      Split split = new Split(List.of(new FileSlice("/in/a", "a", 0, 5, 5, 7)));
      return new Publisher(
          new JobFolder(output, JOB, term),
          new Publication(spec, List.of(split), parts, List.of()));
    }

    @Override
    public List<String> lies(Disk disk, Set<String> said) throws IOException {
      OutputFolder output = disk.output("out");
      List<String> lies = new ArrayList<>();
      boolean isComplete = Files.exists(output.path().resolve("_SUCCESS"));
      if (said.contains("ended") && !isComplete) {
        lies.add("the job has ended, without _SUCCESS");
      }
      if (isComplete) {
        look(output, lies);
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
      if (!Files.exists(manifest) || Files.size(manifest) == 0) {
        lies.add("the manifest isn't there and whole");
      }
    }
  }

  /** The claim's nonce and mark are of no use here (4, 5, 6; PowerCutTest looks at them). */
  @Test
  void jobThatWasDecidedIsPublishedWhole() throws Exception {
    new PowerCuts(temp).assertForcesAreNeededBut(new Job(), List.of(4, 5, 6));
  }
}
