package dev.cobnut.runtime.plugin;

import dev.cobnut.core.model.PluginRef;
import dev.cobnut.job.JobParameter;
import dev.cobnut.job.MapReduceJob;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipException;

/**
 * A jar in a class loader of its own, with the jobs that could be read and what was wrong with the
 * others. Immutable.
 */
final class LoadedPlugin {
  private static final String SERVICE = "META-INF/services/" + MapReduceJob.class.getName();
  private static final String JOB_NAME = "[a-z][a-z0-9._-]{0,63}";

  private final PluginRef plugin;
  private final Map<String, MapReduceJob> jobs = new LinkedHashMap<>();
  private final List<JobDescriptor> descriptors = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private LoadedPlugin(PluginRef plugin) {
    this.plugin = plugin;
  }

  /**
   * Opens a jar.
   *
   * @throws PluginException where no job of it can be used; nothing stays open then
   */
  static LoadedPlugin open(String name, String sha256, Path jar, ClassLoader parent)
      throws IOException {
    LoadedPlugin loaded = new LoadedPlugin(new PluginRef(name, version(jar), sha256));
    URLClassLoader loader =
        new URLClassLoader("plugin-" + name, new URL[] {jar.toUri().toURL()}, parent);
    try {
      loaded.readJobs(loader);
    } catch (RuntimeException | Error e) {
      loader.close();
      throw e;
    }
    if (loaded.jobs.isEmpty()) {
      loader.close();
      throw new PluginException(loaded.problem().orElse("no job in it (expected: at least one)"));
    }
    return loaded;
  }

  PluginRef plugin() {
    return plugin;
  }

  List<JobDescriptor> descriptors() {
    return List.copyOf(descriptors);
  }

  Optional<MapReduceJob> job(String name) {
    return Optional.ofNullable(jobs.get(name));
  }

  Optional<String> problem() {
    return problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems));
  }

  private static String version(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile(), false)) {
      if (file.getEntry(SERVICE) == null) {
        throw new PluginException("no " + SERVICE + " in it (expected: one, naming its jobs)");
      }
      Manifest manifest = file.getManifest();
      String version =
          manifest == null ? null : manifest.getMainAttributes().getValue("Implementation-Version");
      return version == null ? "unknown" : version;
    } catch (ZipException e) {
      throw new PluginException("not a jar: " + e.getMessage() + " (expected: a jar)", e);
    }
  }

  private void readJobs(ClassLoader loader) {
    var providers = ServiceLoader.load(MapReduceJob.class, loader).iterator();
    // A broken service file is told once and ends it; a broken provider is told, and the next read.
    Set<String> told = new HashSet<>();
    while (true) {
      try {
        if (!providers.hasNext()) {
          return;
        }
        addJob(providers.next());
      } catch (ServiceConfigurationError | LinkageError | StackOverflowError e) {
        if (!told.add(describe(e))) {
          return;
        }
        problems.add(describe(e));
      }
    }
  }

  private void addJob(MapReduceJob job) {
    String name = job.getClass().getName();
    try {
      String found = job.name();
      if (found == null) {
        throw new IllegalArgumentException("no name (expected: 1 to 64 of a-z 0-9 . _ -)");
      }
      name = found;
      check(name);
      List<JobParameter> parameters = job.parameters();
      Set<String> names = new HashSet<>();
      for (JobParameter parameter : parameters) {
        if (!names.add(parameter.name())) {
          problems.add(
              "job "
                  + name
                  + ": parameter "
                  + parameter.name()
                  + " is declared twice (expected: once)");
          return;
        }
      }
      descriptors.add(new JobDescriptor(name, job.description(), parameters, plugin));
      jobs.put(name, job);
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      problems.add("job " + name + ": " + describe(e));
    }
  }

  private void check(String name) {
    if (!name.matches(JOB_NAME)) {
      throw new IllegalArgumentException(
          "name \"" + name + "\" (expected: 1 to 64 of a-z 0-9 . _ -, beginning with a letter)");
    }
    if (jobs.containsKey(name)) {
      throw new IllegalArgumentException("provided twice by this jar (expected: once)");
    }
  }

  private static String describe(Throwable failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable each = failure; each != null; each = each.getCause()) {
      text.append(text.isEmpty() ? "" : ", caused by ").append(sentence(each));
    }
    return text.toString();
  }

  private static String sentence(Throwable failure) {
    if (failure instanceof NoClassDefFoundError) {
      return "needs a class that isn't there: "
          + String.valueOf(failure.getMessage()).replace('/', '.')
          + " (expected: all classes in the jar, in job-api or in the JDK)";
    }
    if (failure instanceof ServiceConfigurationError
        || failure instanceof IllegalArgumentException) {
      // Without the copy's path, which tells a user nothing.
      return String.valueOf(failure.getMessage()).replaceAll("jar:file:[^!]*!/", "");
    }
    return failure.toString();
  }
}
