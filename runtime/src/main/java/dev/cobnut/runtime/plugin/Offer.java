package dev.cobnut.runtime.plugin;

import dev.cobnut.core.model.PluginRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a scan found: the jars, and which job comes from which. Immutable. */
record Offer(
    List<PluginInfo> plugins, Map<String, JobDescriptor> jobs, Map<String, LoadedPlugin> byDigest) {
  static final Offer NOTHING = new Offer(List.of(), Map.of(), Map.of());

  Offer {
    plugins = List.copyOf(plugins);
    jobs = Map.copyOf(jobs);
    byDigest = Map.copyOf(byDigest);
  }

  /**
   * A jar as it was read.
   *
   * @param plugin empty where it couldn't be read
   * @param loaded empty where it can't be used
   * @param problem why not
   */
  record Jar(
      JarSource source,
      Optional<PluginRef> plugin,
      Optional<LoadedPlugin> loaded,
      Optional<String> problem) {}

  /** Offers each job name from the first jar that provides it. */
  static Offer of(List<Jar> jars) {
    List<PluginInfo> plugins = new ArrayList<>();
    Map<String, JobDescriptor> jobs = new HashMap<>();
    Map<String, String> providers = new HashMap<>();
    Map<String, LoadedPlugin> byDigest = new HashMap<>();
    for (Jar jar : jars) {
      String fileName = jar.source.fileName();
      List<JobDescriptor> offered = new ArrayList<>();
      List<String> problems = new ArrayList<>(jar.problem.stream().toList());
      for (JobDescriptor job : jar.loaded.map(LoadedPlugin::descriptors).orElse(List.of())) {
        String other = providers.putIfAbsent(job.name(), fileName);
        if (other == null) {
          offered.add(job);
          jobs.put(job.name(), job);
        } else {
          problems.add(
              "job " + job.name() + ": provided by " + other + " already (expected: once)");
        }
      }
      jar.loaded.ifPresent(loaded -> byDigest.put(loaded.plugin().sha256(), loaded));
      plugins.add(
          new PluginInfo(
              fileName,
              jar.plugin,
              offered,
              problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems))));
    }
    return new Offer(plugins, jobs, byDigest);
  }
}
