package dev.cobnut.worker.reduce;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.model.TaskResult;
import dev.cobnut.job.JobPlan;
import dev.cobnut.runtime.storage.OutputFolder;
import dev.cobnut.worker.run.MapOutputIndex;
import dev.cobnut.worker.run.Region;
import dev.cobnut.worker.run.RunWriter;
import dev.cobnut.worker.task.TaskControl;
import dev.cobnut.worker.task.TaskFailedException;
import dev.cobnut.worker.task.ToldProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** A reduce over regions that a test writes. */
final class ReduceTrial {
  private static final JobId JOB = new JobId("job");

  private final Path folder;
  private final OutputFolder output;
  private final List<Region> regions = new ArrayList<>();
  private long memoryBytes = 4 << 20;
  private int recordBytesMax = 1 << 20;
  private OptionalInt sampleShares = OptionalInt.empty();
  private TaskControl control = new ToldProgress();

  ReduceTrial(Path folder) throws IOException {
    this.folder = folder;
    this.output = OutputFolder.of(folder.resolve("out").toString());
    output.claim(JOB, "nonce");
    Files.createDirectories(spills());
  }

  /** Writes records of a region, keys ascending. */
  interface Records {
    void write(RunWriter out) throws IOException;
  }

  ReduceTrial region(Records records) throws IOException {
    Path file = folder.resolve("map-" + regions.size());
    try (RunWriter out = RunWriter.create(file, 1, 64 << 10)) {
      out.region(0);
      records.write(out);
      out.finish();
    }
    regions.add(MapOutputIndex.read(file).region(0));
    return this;
  }

  ReduceTrial memoryBytes(long bytes) {
    memoryBytes = bytes;
    return this;
  }

  ReduceTrial recordBytesMax(int bytes) {
    recordBytesMax = bytes;
    return this;
  }

  ReduceTrial sampleShares(int shares) {
    sampleShares = OptionalInt.of(shares);
    return this;
  }

  ReduceTrial control(TaskControl newControl) {
    control = newControl;
    return this;
  }

  ReduceTrial stopped() {
    return control(
        new TaskControl() {
          @Override
          public boolean stopped() {
            return true;
          }

          @Override
          public void progress(long doneBytes, long totalBytes) {}
        });
  }

  List<Region> regions() {
    return regions;
  }

  TaskResult.PreparedPart run(JobPlan plan) throws TaskFailedException, IOException {
    return ReduceTask.run(
        new ReduceTask.Order(
            new AttemptId(new TaskId(JOB, 0, TaskKind.REDUCE, 2), 1, 1),
            plan.stages().get(0),
            regions,
            output,
            spills(),
            memoryBytes,
            recordBytesMax,
            sampleShares),
        control);
  }

  byte[] part(TaskResult.PreparedPart part) throws IOException {
    return output.read(JOB, part.file(), Integer.MAX_VALUE - 8);
  }

  Path spills() {
    return folder.resolve("spills");
  }

  /** What the job's folder holds besides what claiming it made. */
  List<String> preparedFiles() throws IOException {
    try (Stream<Path> files = Files.list(output.path().resolve("_cobnut").resolve(JOB.value()))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".part"))
          .toList();
    }
  }
}
