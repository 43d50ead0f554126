package dev.cobnut.master.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.core.model.PluginRef;
import dev.cobnut.job.MapReduceJob;
import dev.cobnut.runtime.plugin.PluginRegistry;
import dev.cobnut.runtime.storage.MemoryStateStorage;
import dev.cobnut.runtime.storage.StateStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PluginVaultTest {
  @TempDir private Path folder;
  private final StateStorage storage = new MemoryStateStorage();
  private PluginRegistry mine;
  private PluginRef plugin;

  @BeforeEach
  void install() throws Exception {
    mine = registry("mine");
    Path jar = Files.writeString(folder.resolve("some.jar"), "jar");
    String sha256 =
        HexFormat.of()
            .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));
    mine.install(jar, sha256);
    plugin = new PluginRef("some", "1", sha256);
  }

  private PluginRegistry registry(String cache) {
    return new PluginRegistry(
        folder.resolve("plugins"), folder.resolve(cache), MapReduceJob.class.getClassLoader());
  }

  @Test
  void masterWithoutACopyGetsOneFromTheStorage() throws IOException {
    new PluginVault(storage, mine).keep(plugin);

    Path copy = new PluginVault(storage, registry("other")).jar(plugin);

    assertThat(copy).startsWith(folder.resolve("other")).hasContent("jar");
  }

  @Test
  void jarMayBeKeptByEveryMaster() throws IOException {
    new PluginVault(storage, mine).keep(plugin);
    new PluginVault(storage, mine).keep(plugin);

    assertThat(storage.list("plugins")).containsExactly(plugin.sha256() + ".jar");
  }

  @Test
  void jarThatIsNowhereIsNamed() {
    assertThatThrownBy(() -> new PluginVault(storage, registry("other")).jar(plugin))
        .hasMessageContaining("plugin some")
        .hasMessageContaining("on the state storage");
  }

  @Test
  void damagedObjectIsNotInstalled() {
    storage.createIfAbsent("plugins/" + plugin.sha256() + ".jar", new byte[] {1});

    assertThatThrownBy(() -> new PluginVault(storage, registry("other")).jar(plugin))
        .hasMessageContaining("expected: " + plugin.sha256());
    assertThatThrownBy(() -> new PluginVault(storage, mine).keep(plugin))
        .hasMessageContaining("other bytes are at memory/plugins/");
  }

  @Test
  void storageThatTellsNothingIsNoPlaceToKeepAJar() {
    StateStorage silent =
        new StateStorage() {
          @Override
          public Creation createIfAbsent(String name, byte[] bytes) {
            return Creation.UNKNOWN;
          }

          @Override
          public java.util.Optional<byte[]> read(String name) {
            return java.util.Optional.empty();
          }

          @Override
          public java.util.List<String> list(String folder) {
            return java.util.List.of();
          }

          @Override
          public void delete(String name) {}

          @Override
          public String describe() {
            return "nowhere";
          }
        };

    assertThatThrownBy(() -> new PluginVault(silent, mine).keep(plugin))
        .hasMessageContaining("can't be kept at nowhere/plugins/");
  }
}
