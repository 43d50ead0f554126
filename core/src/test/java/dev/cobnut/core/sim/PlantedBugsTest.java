package dev.cobnut.core.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The proof of the simulator: each planted bug is found within {@link #SEEDS} seeds. {@code
 * -Dsim.write=true} writes the table in docs/simulation.md.
 */
final class PlantedBugsTest {
  private static final int SEEDS = 1_000;
  private static final Path PAGE = Path.of("..", "docs", "simulation.md");
  private static final String BEGIN = "<!-- planted bugs: written by PlantedBugsTest -->\n";
  private static final String END = "<!-- end of planted bugs -->\n";

  /**
   * @param seed the first that failed, and doesn't without the bug; 0 where none did
   */
  private record Found(PlantedBug bug, long seed, String failure) {}

  @Test
  @Timeout(1_200)
  void everyPlantedBugIsFound(@TempDir Path folder) throws IOException {
    List<PlantedBug> bugs = PlantedBugs.list();
    List<Found> found =
        IntStream.range(0, bugs.size())
            .parallel()
            .mapToObj(number -> find(bugs.get(number), folder.resolve("bug" + number)))
            .toList();
    String table = table(found);
    System.out.println(table);
    if (Boolean.getBoolean("sim.write")) {
      write(table);
    }
    List<PlantedBug> missed = new ArrayList<>();
    found.stream().filter(one -> one.seed() == 0).forEach(one -> missed.add(one.bug()));
    assertThat(missed).as("not found within " + SEEDS + " seeds").isEmpty();
  }

  private static Found find(PlantedBug bug, Path folder) {
    try {
      Files.createDirectories(folder);
      LongFunction<String> player = BuggyWorld.with(bug, folder);
      for (long seed = 1; seed <= SEEDS; seed++) {
        String failure = player.apply(seed);
        if (!failure.isEmpty() && !Played.of(seed).failed()) {
          return new Found(bug, seed, failure);
        }
      }
      return new Found(bug, 0, "");
    } catch (IOException e) {
      throw new IllegalStateException(bug.toString(), e);
    }
  }

  private static String table(List<Found> found) {
    StringBuilder text =
        new StringBuilder("| planted bug | found at seed | as |\n|---|---:|---|\n");
    for (Found one : found) {
      text.append("| ").append(one.bug().what()).append(" | ");
      text.append(one.seed() == 0 ? "not found" : one.seed()).append(" | ");
      text.append(reason(one.failure())).append(" |\n");
    }
    return text.toString();
  }

  /** The failure without what is different in each run. */
  private static String reason(String failure) {
    String line = failure.replaceFirst("^[\\w.]+: ", "").lines().findFirst().orElse("");
    int most = 110;
    String cut = line.length() > most ? line.substring(0, most) + "..." : line;
    return cut.replace("|", "\\|");
  }

  private static void write(String table) throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    Files.writeString(PAGE, page.substring(0, begin) + table + page.substring(page.indexOf(END)));
  }
}
