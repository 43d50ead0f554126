package dev.cobnut.app.cli;

import dev.cobnut.app.show.Terminal;
import java.util.Map;

/**
 * What a command finds around it.
 *
 * @param loader has {@code job-api} and, in the fat jar, the bundled plugins
 */
public record Surroundings(
    Terminal terminal,
    Map<String, String> environment,
    Map<String, String> properties,
    ClassLoader loader) {
  public Surroundings {
    environment = Map.copyOf(environment);
    properties = Map.copyOf(properties);
  }
}
