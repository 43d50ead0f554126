package dev.cobnut.runtime;

import dev.cobnut.runtime.bus.Membership;
import dev.cobnut.runtime.checkpoint.Checkpoint;
import dev.cobnut.runtime.config.Config;
import dev.cobnut.runtime.plugin.PluginRegistry;

/**
 * What the verticles of a node are built from. Each part is safe for use by any thread.
 *
 * @param name unique in the cluster
 */
public record Node(
    String name,
    Config config,
    PluginRegistry plugins,
    Checkpoint checkpoint,
    Membership membership) {}
