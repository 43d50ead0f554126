package dev.cobnut.benchmarks.race;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.benchmarks.data.DataSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Small runs of everything that is raced, so that none of it rots. */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class ContendersAgreeIT {
  private static final double SCALE = 0.001;
  private static final Path HOME = Path.of(System.getProperty("race.home"));

  /** What a machine may lack: a processor with AVX-512 and a C compiler, and mawk. */
  private static final Set<String> MAY_BE_MISSING = Set.of("c", "gnu");

  @TempDir Path folder;

  /** The zipf workload is tiny's program over tiny's words. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ZIPF")
  void outputsAreEqual(Workload workload) throws Exception {
    List<Contender> contenders =
        contenders().stream()
            .filter(contender -> contender.does(workload))
            .filter(contender -> contender.missing().isEmpty())
            .toList();
    Race race = new Race(folder, new Meter(folder, Duration.ofMinutes(5)), false, System.out);
    Path in = data(workload.data());

    Results results = race.over(workload, contenders, in, 0);

    assertThat(race.failures()).isEmpty();
    assertThat(results.digests()).hasSize(1);
    assertThat(results.runs())
        .extracting(Run::contender)
        .containsExactlyElementsOf(contenders.stream().map(Contender::name).toList());
  }

  @Test
  void peersOfThisProfileAreBuilt() {
    assertThat(contenders())
        .filteredOn(contender -> !MAY_BE_MISSING.contains(contender.name()))
        .allSatisfy(contender -> assertThat(contender.missing()).isEmpty());
  }

  private List<Contender> contenders() {
    Java java = new Java(Path.of(System.getProperty("java.home")));
    Path scratch = folder.resolve("tmp");
    // Hadoop's two sort buffers take 800 MB.
    List<String> peerOptions = List.of("-Xmx2g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    return new Contenders(HOME, scratch, java, List.of("-Xmx512m"), peerOptions).all();
  }

  /** The kernel's source isn't everywhere; for words of any kind, Cobnut's own text will do. */
  private Path data(DataSet set) throws IOException, InterruptedException {
    if (set != DataSet.TEXT) {
      return new DataFolder(folder.resolve("data"), SCALE, HOME).of(set);
    }
    Path text = Files.createDirectories(folder.resolve("text"));
    try (Stream<Path> pages = Files.list(HOME.resolve("docs"))) {
      for (Path page : pages.filter(Files::isRegularFile).toList()) {
        Files.copy(page, text.resolve(page.getFileName()));
      }
    }
    Files.writeString(
        text.resolve("lock.txt"), "spin_lock_irqsave(a); _lock_irqsave read_lock_irqsave\n");
    return text;
  }
}
