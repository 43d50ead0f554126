package dev.cobnut.master.api;

import dev.cobnut.runtime.plugin.JobDescriptor;
import dev.cobnut.runtime.plugin.PluginInfo;
import dev.cobnut.runtime.plugin.PluginRegistry;
import java.util.List;
import java.util.Optional;

/** The plugins that are offered, and the jobs that can be submitted by name. */
public interface JobCatalogue {
  Optional<JobDescriptor> job(String name);

  List<PluginInfo> plugins();

  /** What a node's plugins offer. */
  static JobCatalogue of(PluginRegistry registry) {
    return new JobCatalogue() {
      @Override
      public Optional<JobDescriptor> job(String name) {
        return registry.job(name);
      }

      @Override
      public List<PluginInfo> plugins() {
        return registry.plugins();
      }
    };
  }

  /** The names of all jobs, sorted. */
  default List<String> names() {
    return plugins().stream()
        .flatMap(plugin -> plugin.jobs().stream())
        .map(JobDescriptor::name)
        .sorted()
        .toList();
  }
}
