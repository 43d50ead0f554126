package dev.cobnut.master.api;

import dev.cobnut.core.model.IdempotencyKey;
import dev.cobnut.core.model.JobSpec;
import dev.cobnut.job.IllegalParametersException;
import dev.cobnut.job.JobParameters;
import dev.cobnut.job.local.InputException;
import dev.cobnut.job.local.InputFile;
import dev.cobnut.runtime.plugin.JobDescriptor;
import dev.cobnut.runtime.storage.InputListing;
import dev.cobnut.runtime.storage.OutputFolder;
import dev.cobnut.runtime.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks a submission against the world, before anything is done for it, and leaves nothing behind.
 * Blocks; safe for use by any thread.
 */
public final class SubmissionCheck {
  private static final String WILDCARDS = "*?[{";

  private final JobCatalogue jobs;
  private final StorageRoots roots;

  /**
   * A check.
   *
   * @param roots folders that inputs and outputs must lie under; none means any
   */
  public SubmissionCheck(JobCatalogue jobs, List<Path> roots) {
    this.jobs = jobs;
    this.roots = new StorageRoots(roots);
  }

  /**
   * What only the front door knows of a submission.
   *
   * @param slots of the cluster: the default for the number of reducers
   * @param overwrite whether an output that exists will do
   * @param holdsJournal whether this master's journal lies in the output
   * @param takenOutputs outputs of jobs that haven't ended, with the job's id
   */
  public record Circumstances(
      int slots,
      boolean overwrite,
      boolean holdsJournal,
      Optional<String> idempotencyKey,
      Map<String, String> takenOutputs) {
    public Circumstances {
      takenOutputs = Map.copyOf(takenOutputs);
    }
  }

  /**
   * The job to run.
   *
   * @throws ApiException that names the field, what was found, and what was expected
   */
  public JobSpec check(SubmitRequest request, Circumstances circumstances) throws IOException {
    JobDescriptor job =
        jobs.job(request.job())
            .orElseThrow(
                () ->
                    Problem.unprocessable(
                            "job",
                            "\"" + request.job() + "\"",
                            "one of " + String.join(", ", jobs.names()))
                        .toException());
    Map<String, String> parameters = parameters(job, request.parameters());
    List<String> inputs = inputs(request.inputs());
    Path output = output(request.output(), inputs, circumstances);
    return new JobSpec(
        job.name(),
        job.plugin(),
        inputs,
        output.toString(),
        request.reducers().orElse(Math.max(1, circumstances.slots())),
        request.splitBytes(),
        parameters,
        request.priority(),
        request.runningMax(),
        request.skipBadRecords(),
        circumstances.overwrite(),
        circumstances.idempotencyKey().map(key -> new IdempotencyKey(key, request.sha256())));
  }

  private static Map<String, String> parameters(JobDescriptor job, Map<String, String> given) {
    try {
      return JobParameters.of(job.parameters(), given).asMap();
    } catch (IllegalParametersException refused) {
      String first = refused.problems().get(0);
      int colon = first.indexOf(": ");
      throw Problem.sentence("parameters." + first.substring(0, colon), first.substring(colon + 2))
          .with("problems", List.copyOf(refused.problems()))
          .toException();
    }
  }

  private List<String> inputs(List<String> given) throws IOException {
    List<String> inputs = new ArrayList<>(given.size());
    for (String input : given) {
      inputs.add(absolute(input));
    }
    try {
      for (String input : inputs) {
        checkRoot(input);
      }
      for (InputFile file : InputListing.list(inputs)) {
        roots.check("input", file.path());
      }
    } catch (InputException refused) {
      throw Problem.sentence("input", withoutPrefix("input ", refused)).toException();
    }
    return inputs;
  }

  /** Before listing, so that nobody learns what exists outside the roots. */
  private void checkRoot(String input) throws IOException {
    if (roots.isOpen()) {
      return;
    }
    Path path;
    try {
      path = OutputFolder.of(input).path();
    } catch (StorageException unreadable) {
      return; // Listing says why, for inputs.
    }
    Path written = path.getRoot();
    for (Path name : path) {
      if (name.toString().chars().anyMatch(c -> WILDCARDS.indexOf(c) >= 0)) {
        break;
      }
      written = written == null ? name : written.resolve(name);
    }
    roots.check("input", written == null ? path : written);
  }

  /** Relative paths are relative to this process; tasks and later masters may run elsewhere. */
  private static String absolute(String input) {
    if (input.isEmpty() || input.startsWith("file:") || input.contains("://")) {
      return input;
    }
    try {
      return Path.of(input).toAbsolutePath().toString();
    } catch (InvalidPathException told) {
      return input; // Listing says why.
    }
  }

  private Path output(String given, List<String> inputs, Circumstances circumstances)
      throws IOException {
    OutputFolder folder;
    try {
      folder = OutputFolder.of(given);
    } catch (StorageException refused) {
      throw Problem.sentence("output", withoutPrefix("output: ", refused)).toException();
    }
    Path path = folder.path();
    roots.check("output", path);
    String taken = circumstances.takenOutputs().get(path.toString());
    if (taken != null) {
      throw outputTaken(path.toString(), taken).toException();
    }
    boolean isMine = circumstances.holdsJournal() && folder.journal().isAlone();
    if (folder.exists() && !isMine) {
      checkExisting(path, inputs, circumstances.overwrite());
    }
    checkWritable(path);
    return path;
  }

  /** The answer where another job writes to the output. */
  public static Problem outputTaken(String output, String by) {
    return Problem.conflict(
            "output-taken",
            "Output taken",
            "output: " + output + " is used by job " + by + " (expected: no other job's output)")
        .with("field", "output")
        .with("found", output)
        .with("job", by);
  }

  private static void checkExisting(Path path, List<String> inputs, boolean overwrite)
      throws IOException {
    if (!overwrite) {
      throw Problem.conflict(
              "output-exists",
              "Output exists",
              "output: " + path + " exists (expected: a path that is free)")
          .with("field", "output")
          .with("found", path.toString())
          .with("expected", "a path that is free")
          .toException();
    }
    if (!Files.isDirectory(path)) {
      throw Problem.unprocessable("output", path + " is a file", "a directory").toException();
    }
    Path real = path.toRealPath();
    for (InputFile file : InputListing.list(inputs)) {
      if (file.path().toRealPath().startsWith(real)) {
        throw Problem.unprocessable(
                "output",
                path + " holds the input " + file.path() + ", and is to be overwritten",
                "a directory without input")
            .toException();
      }
    }
  }

  /** Makes a folder and removes it: what permissions alone say isn't the whole truth. */
  private static void checkWritable(Path path) {
    Path existing = path;
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    if (!Files.isDirectory(existing)) {
      throw Problem.unprocessable(
              "output", existing + " is not a directory", "a directory that can be written")
          .toException();
    }
    try {
      Files.delete(Files.createTempDirectory(existing, ".cobnut-probe"));
    } catch (IOException refused) {
      throw Problem.unprocessable(
              "output",
              existing + " can't be written: " + refused.getClass().getSimpleName(),
              "a directory that can be written")
          .toException();
    }
  }

  private static String withoutPrefix(String prefix, IOException refused) {
    String message = String.valueOf(refused.getMessage());
    return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
  }
}
