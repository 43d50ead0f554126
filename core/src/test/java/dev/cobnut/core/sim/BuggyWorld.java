package dev.cobnut.core.sim;

import dev.cobnut.core.patch.PatchedClasses;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.LongFunction;

/** Core with a bug, and the simulator in it. */
final class BuggyWorld {
  private BuggyWorld() {}

  /**
   * Plays seeds with a bug in core: gives what went wrong, or nothing.
   *
   * @param folder an empty one, for the classes
   */
  static LongFunction<String> with(PlantedBug bug, Path folder) throws IOException {
    if (bug.patches().isEmpty()) {
      return new SeedPlayer(bug.leftOut());
    }
    try {
      return asPlayer(
          PatchedClasses.of("dev.cobnut.core", bug.patches(), folder)
              .loadClass(SeedPlayer.class.getName())
              .getDeclaredConstructor()
              .newInstance());
    } catch (IllegalStateException | ReflectiveOperationException e) {
      throw new IllegalStateException(bug + ": " + e.getMessage(), e);
    }
  }

  @SuppressWarnings("unchecked")
  private static LongFunction<String> asPlayer(Object player) {
    return (LongFunction<String>) player;
  }
}
