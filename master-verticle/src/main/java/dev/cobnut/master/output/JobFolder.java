package dev.cobnut.master.output;

import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobSpec;
import dev.cobnut.core.model.PluginRef;
import dev.cobnut.runtime.storage.OutputFolder;
import dev.cobnut.runtime.storage.StoragePaths;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The folder of a job in its output, as its master fills it. A file appears there whole or not at
 * all: it is written under a draft name that no other master uses, and linked to its name. Blocks;
 * one use at a time.
 */
public final class JobFolder {
  private final OutputFolder output;
  private final JobId job;
  private final String draftSuffix;

  /**
   * A job's folder, which needn't exist.
   *
   * @param term of the master that fills it
   */
  public JobFolder(OutputFolder output, JobId job, long term) {
    this.output = output;
    this.job = job;
    this.draftSuffix = ".t" + term + ".draft";
  }

  /** Writes a file's content. */
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** What a worker must find in the folder, to prove that it sees the same storage. */
  public static String nonce(JobId job) {
    return job.value();
  }

  OutputFolder output() {
    return output;
  }

  JobId job() {
    return job;
  }

  /**
   * Makes the folder with the job's jar in it. May be repeated, by any master.
   *
   * @param spec of the job; an output that it may not overwrite wasn't there when it was accepted
   * @param copy of the jar, to be checked against its digest
   */
  public void prepare(JobSpec spec, Path copy) throws IOException {
    Map<String, Content> files = new LinkedHashMap<>();
    if (!has(StoragePaths.PLUGIN)) {
      byte[] jar = checked(spec.plugin(), Files.readAllBytes(copy));
      files.put(StoragePaths.PLUGIN, out -> out.write(jar));
    }
    output.claim(new OutputFolder.Claim(job, nonce(job), !spec.overwrite(), missing(files)));
  }

  private static byte[] checked(PluginRef plugin, byte[] jar) throws IOException {
    String found = HexFormat.of().formatHex(sha256().digest(jar));
    if (!found.equals(plugin.sha256())) {
      throw new IOException(
          "plugin "
              + plugin.name()
              + ": its copy is "
              + found
              + " (expected: "
              + plugin.sha256()
              + ")");
    }
    return jar;
  }

  /** Whether a file has the name. */
  boolean has(String name) {
    return Files.exists(path(name), LinkOption.NOFOLLOW_LINKS);
  }

  /** Where a file of the folder lies. */
  Path path(String name) {
    return output.path().resolve(StoragePaths.JOBS).resolve(job.value()).resolve(name);
  }

  /**
   * Adds those of these files that aren't there: a name stands for one content. A power cut may
   * take them back.
   */
  void addUnforced(Map<String, Content> contents) throws IOException {
    output.addUnforced(job, missing(contents));
  }

  /** Returns when the names in it would survive a power cut. */
  void force() throws IOException {
    output.forceFolder(job);
  }

  private List<OutputFolder.Addition> missing(Map<String, Content> contents) {
    List<OutputFolder.Addition> missing = new ArrayList<>();
    contents.forEach(
        (name, content) -> {
          if (!has(name)) {
            missing.add(new OutputFolder.Addition(name, name + draftSuffix, content::writeTo));
          }
        });
    return missing;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
