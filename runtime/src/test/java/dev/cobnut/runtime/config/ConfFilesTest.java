package dev.cobnut.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ConfFilesTest {
  private static final Path CONF = Path.of("../conf");

  @Test
  void defaultsFileHoldsEveryKeyWithItsDefault() throws IOException {
    check("cobnut.json", ConfFiles.json());
  }

  @Test
  void readmeExplainsEveryKey() throws IOException {
    check("README.md", ConfFiles.readme());
  }

  @Test
  void defaultsFileMeansTheSameAsNoFile() throws Exception {
    String json = Files.readString(CONF.resolve("cobnut.json"));

    assertThat(Config.load(json, Map.of(), Map.of())).isEqualTo(Config.defaults());
  }

  private static void check(String name, String expected) throws IOException {
    Path file = CONF.resolve(name);
    if (Boolean.getBoolean("conf.write")) {
      Files.writeString(file, expected);
    }
    assertThat(Files.readString(file))
        .as(
            "conf/%s; written anew by: mvn -pl runtime test -Dtest=ConfFilesTest -Dconf.write",
            name)
        .isEqualTo(expected);
  }
}
