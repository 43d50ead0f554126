package dev.cobnut.runtime.plugin;

import dev.cobnut.core.model.PluginRef;
import java.util.List;
import java.util.Optional;

/**
 * A jar that is offered.
 *
 * @param fileName of the jar
 * @param plugin empty where the jar can't be read
 * @param jobs those that can be submitted
 * @param problem why some or all of its jobs can't
 */
public record PluginInfo(
    String fileName,
    Optional<PluginRef> plugin,
    List<JobDescriptor> jobs,
    Optional<String> problem) {
  public PluginInfo {
    jobs = List.copyOf(jobs);
  }
}
