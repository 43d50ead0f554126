package dev.cobnut.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.job.JobParameter;
import dev.cobnut.job.JobParameters;
import dev.cobnut.job.MapReduceJob;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PluginRegistryTest {
  private static final ClassLoader ENGINE = PluginRegistryTest.class.getClassLoader();

  @TempDir private Path temp;
  private Path plugins;
  private Path cache;
  private PluginRegistry registry;

  @BeforeEach
  void openRegistry() throws IOException {
    plugins = Files.createDirectory(temp.resolve("plugins"));
    cache = temp.resolve("cache");
    registry = new PluginRegistry(plugins, cache, ENGINE);
  }

  @Test
  void jobOfAJarIsOffered() throws IOException {
    Path jar = TestJar.withJob("Count", "count").version("1.2").write(plugins.resolve("my.jar"));

    registry.scan();

    JobDescriptor job = registry.job("count").orElseThrow();
    assertThat(job.description()).isEqualTo("It is Count");
    assertThat(job.plugin().name()).isEqualTo("my");
    assertThat(job.plugin().version()).isEqualTo("1.2");
    assertThat(job.plugin().sha256()).isEqualTo(PluginCache.digest(jar));
    assertThat(registry.load(job.plugin().sha256(), "count").name()).isEqualTo("count");
    assertThat(registry.plugins())
        .singleElement()
        .satisfies(
            plugin -> {
              assertThat(plugin.fileName()).isEqualTo("my.jar");
              assertThat(plugin.plugin()).contains(job.plugin());
              assertThat(plugin.jobs()).containsExactly(job);
              assertThat(plugin.problem()).isEmpty();
            });
  }

  @Test
  void parametersAreReadOnce() throws IOException {
    String source =
        TestJar.jobSource("Count", "count")
            .replace(
                "public String name()",
                """
                public java.util.List<dev.cobnut.job.JobParameter> parameters() {
                  return java.util.List.of(dev.cobnut.job.JobParameter.text("word", "A word."));
                }
                public String name()""");
    new TestJar().source("Count", source).service("Count").write(plugins.resolve("a.jar"));

    registry.scan();

    assertThat(registry.job("count").orElseThrow().parameters())
        .containsExactly(JobParameter.text("word", "A word."));
  }

  @Test
  void folderThatIsNotThereIsEmpty() throws IOException {
    PluginRegistry nowhere = new PluginRegistry(temp.resolve("none"), cache, ENGINE);

    nowhere.scan();

    assertThat(nowhere.plugins()).isEmpty();
    assertThat(nowhere.job("count")).isEmpty();
  }

  @Test
  void fileInPlaceOfTheFolderIsTold() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "x");

    assertThatThrownBy(() -> new PluginRegistry(file, cache, ENGINE).scan())
        .isInstanceOf(PluginException.class)
        .hasMessage("plugins.dir: " + file + " isn't a folder (expected: one)");
  }

  @Test
  void pluginSeesTheJdkAndTheJobApiAlone() throws IOException {
    String source =
        TestJar.jobSource("Peek", "peek")
            .replace(
                "throw new",
                """
                for (String name : new String[] {
                    "io.vertx.core.Vertx", "dev.cobnut.runtime.Node", "dev.cobnut.core.model.JobId",
                    "org.slf4j.Logger", "com.hazelcast.core.Hazelcast"}) {
                  try {
                    Class.forName(name);
                    throw new AssertionError(name);
                  } catch (ClassNotFoundException expected) {
                  }
                }
                if (getClass().getClassLoader().getResource("logback-test.xml") != null) {
                  throw new AssertionError("resource of the engine");
                }
                new java.sql.Date(0);
                dev.cobnut.job.io.TextInput.lines();
                throw new""");
    new TestJar().source("Peek", source).service("Peek").write(plugins.resolve("a.jar"));
    assertThat(ENGINE.getResource("logback-test.xml")).isNotNull();

    registry.scan();

    MapReduceJob peek = load("peek");
    assertThatThrownBy(() -> peek.plan(JobParameters.of(List.of(), Map.of())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("planned by peek");
  }

  @Test
  void pluginsDoNotSeeEachOther() throws IOException {
    TestJar.withJob("Same", "one").write(plugins.resolve("a.jar"));
    TestJar.withJob("Same", "two").write(plugins.resolve("b.jar"));

    registry.scan();

    assertThat(load("one").getClass()).isNotEqualTo(load("two").getClass());
    assertThat(load("one").getClass().getClassLoader())
        .isNotEqualTo(load("two").getClass().getClassLoader());
  }

  @Test
  void jobStaysWithTheFirstJarThatProvidesIt() throws IOException {
    TestJar.withJob("First", "count").write(plugins.resolve("a.jar"));
    TestJar.withJob("Second", "count").write(plugins.resolve("b.jar"));

    registry.scan();

    assertThat(registry.job("count").orElseThrow().plugin().name()).isEqualTo("a");
    assertThat(registry.plugins().get(1).problem())
        .contains("job count: provided by a.jar already (expected: once)");
    assertThat(registry.plugins().get(1).jobs()).isEmpty();
  }

  @Test
  void bundledJarComesFirst() throws IOException {
    Path fatJar = temp.resolve("fat");
    Files.createDirectories(fatJar.resolve("bundled-plugins"));
    Files.writeString(fatJar.resolve("bundled-plugins/index"), "z.jar\n\nlost.jar\n");
    TestJar.withJob("Shipped", "count").write(fatJar.resolve("bundled-plugins/z.jar"));
    TestJar.withJob("Own", "count").write(plugins.resolve("a.jar"));
    try (URLClassLoader loader = new URLClassLoader(new URL[] {fatJar.toUri().toURL()}, ENGINE)) {
      registry = new PluginRegistry(plugins, cache, loader);

      registry.scan();
      registry.scan();
    }

    assertThat(registry.plugins())
        .extracting(PluginInfo::fileName)
        .containsExactly("z.jar", "lost.jar", "a.jar");
    assertThat(registry.job("count").orElseThrow().description()).isEqualTo("It is Shipped");
    assertThat(registry.plugins().get(1).problem())
        .contains("named in bundled-plugins/index (expected: to be there, too)");
  }

  @Test
  void scanPicksUpWhatCameChangedAndWent() throws IOException {
    Path jar = TestJar.withJob("Count", "count").write(plugins.resolve("a.jar"));
    registry.scan();
    String before = registry.job("count").orElseThrow().plugin().sha256();

    TestJar.withJob("Sort", "sort").write(plugins.resolve("b.jar"));
    Files.move(
        TestJar.withJob("Better", "count").write(temp.resolve("new.jar")),
        jar,
        StandardCopyOption.REPLACE_EXISTING);
    registry.scan();

    assertThat(registry.job("sort")).isPresent();
    assertThat(registry.job("count").orElseThrow().description()).isEqualTo("It is Better");
    assertThat(registry.load(before, "count").description()).isEqualTo("It is Count");

    Files.delete(jar);
    registry.scan();

    assertThat(registry.job("count")).isEmpty();
    assertThat(registry.plugins()).hasSize(1);
    assertThat(registry.has(before)).isTrue();
    assertThat(registry.load(before, "count").description()).isEqualTo("It is Count");
  }

  @Test
  void jarThatIsMendedIsOffered() throws IOException {
    Path jar = Files.writeString(plugins.resolve("a.jar"), "half a jar");
    registry.scan();
    assertThat(registry.plugins().get(0).problem()).isPresent();

    TestJar.withJob("Count", "count").write(jar);
    registry.scan();

    assertThat(registry.plugins().get(0).problem()).isEmpty();
    assertThat(registry.job("count")).isPresent();
  }

  @Test
  void unchangedJarKeepsItsLoader() throws IOException {
    TestJar.withJob("Count", "count").write(plugins.resolve("a.jar"));
    registry.scan();
    MapReduceJob before = load("count");

    registry.scan();

    assertThat(load("count")).isSameAs(before);
  }

  @Test
  void originalIsNeverHeldOpen() throws IOException {
    Path jar = TestJar.withJob("Count", "count").write(plugins.resolve("a.jar"));

    registry.scan();
    load("count");

    assertThat(OpenFiles.all()).doesNotContain(jar.toRealPath().toString());
  }

  @Test
  void installedJarIsLoadedThoughItIsNotOffered() throws IOException {
    Path jar = TestJar.withJob("Count", "count").write(temp.resolve("elsewhere.jar"));
    String sha256 = PluginCache.digest(jar);
    assertThat(registry.has(sha256)).isFalse();

    registry.install(jar, sha256);
    Files.delete(jar);

    assertThat(registry.has(sha256)).isTrue();
    assertThat(registry.jar(sha256)).isRegularFile();
    assertThat(registry.load(sha256, "count").name()).isEqualTo("count");
    assertThat(registry.job("count")).isEmpty();
    assertThatThrownBy(() -> registry.load(sha256, "sort"))
        .isInstanceOf(PluginException.class)
        .hasMessageStartingWith("job sort: not in the plugin");
  }

  @Test
  void jarWithAnotherDigestIsNotInstalled() throws IOException {
    Path jar = TestJar.withJob("Count", "count").write(temp.resolve("elsewhere.jar"));
    String wrong = "0".repeat(64);

    assertThatThrownBy(() -> registry.install(jar, wrong))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining("(expected: " + wrong + ")");
    assertThat(registry.has(wrong)).isFalse();
    assertThatThrownBy(() -> registry.load(wrong, "count"))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining("not in the cache");
    assertThatThrownBy(() -> registry.jar("../x")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void damagedCopyIsNoticedAndReplaced() throws IOException {
    Path jar = TestJar.withJob("Count", "count").write(plugins.resolve("a.jar"));
    String sha256 = PluginCache.digest(jar);
    registry.install(jar, sha256);
    Files.writeString(registry.jar(sha256), "damaged");

    assertThatThrownBy(() -> registry.load(sha256, "count"))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining("damaged");

    registry.install(jar, sha256);
    Files.writeString(registry.jar(sha256), "damaged");
    registry.scan();
    assertThat(registry.load(sha256, "count").name()).isEqualTo("count");
  }

  private MapReduceJob load(String jobName) throws IOException {
    return registry.load(registry.job(jobName).orElseThrow().plugin().sha256(), jobName);
  }
}
