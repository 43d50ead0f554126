package dev.cobnut.app.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stops a node before it starts: one message, and nothing left behind. */
final class NodeLauncherTest {
  @TempDir Path folder;

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @Test
  void missingConfigurationFileStopsTheStart() {
    String missing = folder.resolve("missing.json").toString();

    assertThat(launch("-cluster", "-conf", missing)).isEqualTo(2);
    assertThat(message())
        .isEqualTo("error: -conf: " + missing + ": no such file (expected: a JSON file)\n");
  }

  @Test
  void configurationFileThatIsADirectoryStopsTheStart() {
    assertThat(launch("-cluster", "-conf", folder.toString())).isEqualTo(2);
    assertThat(message()).contains("can't be read");
  }

  @Test
  void configurationThatIsNotJsonStopsTheStart() throws IOException {
    Path conf = Files.writeString(folder.resolve("node.json"), "{\"http\": ");

    assertThat(launch("-cluster", "-conf", conf.toString())).isEqualTo(2);
    assertThat(message()).contains("line 1").contains("(expected: JSON)");
  }

  @Test
  void unknownKeyAndBadValueAreNamedTogether() {
    assertThat(launch("-cluster", "-conf", "{\"http\":{\"port\":\"abc\"},\"htpp\":{\"port\":1}}"))
        .isEqualTo(2);
    assertThat(message())
        .contains("http.port: \"abc\" (expected: 0..65535)")
        .contains("htpp: unknown key");
  }

  @Test
  void emptyConfigurationFileIsNotAnEmptyConfiguration() throws IOException {
    Path conf = Files.writeString(folder.resolve("node.json"), "");

    assertThat(launch("-conf", conf.toString())).isEqualTo(2);
    assertThat(message()).contains("nothing (expected: a JSON object)");
  }

  @Test
  void badOptionsStopTheStartWhereTheLauncherWouldOnlyWarn() {
    assertThat(launch("-options", "nowhere.json")).isEqualTo(2);
    assertThat(message()).contains("-options: nowhere.json: no such file");
    assertThat(launch("-deployment-options", "{nonsense")).isEqualTo(2);
    assertThat(message()).contains("-deployment-options").contains("(expected: a JSON object)");
  }

  @Test
  void unknownOptionAndMainVerticleAreRefused() {
    assertThat(launch("-no-such-option")).isEqualTo(2);
    assertThat(launch("-cluster", "com.example.Main")).isEqualTo(2);
    assertThat(message()).contains("main verticle: com.example.Main (expected: none");
  }

  @Test
  void unreachableStateDirectoryStopsTheStartAndLeavesNothing() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    String conf = conf(file.resolve("state"), folder.resolve("data"));

    assertThat(launch("-conf", conf)).isEqualTo(2);
    assertThat(message())
        .startsWith("error: state.uri: " + file.resolve("state"))
        .contains("(expected: a folder that can be made and written)");
    assertThat(files()).containsExactly(file);
  }

  @Test
  void unreachableDataDirectoryStopsTheStartAndLeavesNothing() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    String conf = conf(folder.resolve("state"), file);

    assertThat(launch("-conf", conf)).isEqualTo(2);
    assertThat(message()).startsWith("error: data.dir: " + file + ": not a directory");
    assertThat(files()).containsExactly(file);
  }

  @Test
  void stateStorageOfAnUnknownKindStopsTheStart() {
    assertThat(launch("-conf", conf("s3://bucket/state", folder.resolve("data")))).isEqualTo(2);
    assertThat(message()).contains("state.uri").contains("s3");
  }

  @Test
  void takenPortIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      String conf = conf(folder.resolve("state"), folder.resolve("data"));
      assertThat(launch("-conf", conf.replace("\"port\":0", "\"port\":" + port))).isEqualTo(2);
      assertThat(message()).startsWith("error: http.port: " + port + " at 127.0.0.1");
    }
  }

  private int launch(String... args) {
    written.reset();
    PrintStream err = new PrintStream(written, true, StandardCharsets.UTF_8);
    return new NodeLauncher(Map.of(), Map.of(), err).launch(args);
  }

  private String message() {
    return written.toString(StandardCharsets.UTF_8);
  }

  private static String conf(Object state, Path data) {
    return "{\"http\":{\"port\":0},\"state\":{\"uri\":\""
        + state
        + "\"},\"data\":{\"dir\":\""
        + data
        + "\"}}";
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
