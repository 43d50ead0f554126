package dev.cobnut.runtime.plugin;

import dev.cobnut.core.model.PluginRef;
import dev.cobnut.job.JobParameter;
import java.util.List;

/**
 * What a job says of itself, read once when its plugin is loaded.
 *
 * @param plugin that provides it
 */
public record JobDescriptor(
    String name, String description, List<JobParameter> parameters, PluginRef plugin) {
  public JobDescriptor {
    parameters = List.copyOf(parameters);
  }
}
