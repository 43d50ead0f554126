package dev.cobnut.cluster.fault;

import dev.cobnut.cluster.jobs.FaultCount;
import dev.cobnut.job.local.LocalResult;
import dev.cobnut.job.local.LocalRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What sequential runs of jobs wrote and counted; one for all jobs that are the same. */
final class SequentialRuns {
  private final Map<FaultJob.Spec, Run> runs = new HashMap<>();

  private final Path folder;

  SequentialRuns(Path folder) {
    this.folder = folder;
  }

  /** A run: its output, and what it counted. */
  record Run(Path output, LocalResult result) {}

  Run of(FaultJob.Spec spec) throws IOException {
    Map<String, String> hurried = new TreeMap<>(spec.parameters());
    hurried.keySet().removeAll(List.of("gate", "phase", "line.us"));
    Path nowhere = Path.of("");
    FaultJob.Spec key = new FaultJob.Spec(spec.input(), nowhere, nowhere, spec.reducers(), hurried);
    Run run = runs.get(key);
    if (run == null) {
      Path output = Files.createTempDirectory(folder, "expected-");
      LocalResult result =
          LocalRunner.of(new FaultCount())
              .parameters(hurried)
              .inputs(List.of(spec.input().toString()))
              .reducers(spec.reducers())
              .runTo(output);
      run = new Run(output, result);
      runs.put(key, run);
    }
    return run;
  }
}
