package dev.cobnut.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigTest {
  @Test
  void defaultsAreThoseOfTheInterface() {
    Config config = Config.defaults();

    assertThat(config.node())
        .isEqualTo(new Config.NodeConfig(List.of(Role.MASTER, Role.WORKER), "node-5701"));
    assertThat(config.dataDir()).isEqualTo(Path.of("data"));
    assertThat(config.stateUri()).isEqualTo("state");
    assertThat(config.http()).isEqualTo(new Config.HttpConfig("127.0.0.1", 8080));
    assertThat(config.cluster().members()).containsExactly("127.0.0.1:5701");
    assertThat(config.worker().slots()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(config.worker().memory()).isEqualTo(0.6);
    assertThat(config.recordLimitBytes()).isEqualTo(64L << 20);
    assertThat(config.task()).isEqualTo(new Config.TaskConfig(4, 600_000, 1_000));
    assertThat(config.heartbeat()).isEqualTo(new Config.HeartbeatConfig(1_000, 5_000, 30_000));
    assertThat(config.jobs().max()).isEqualTo(1_000);
    assertThat(config.historyRetentionMs()).isEqualTo(7 * 24 * 3_600_000L);
    assertThat(config.storageRoots()).isEmpty();
  }

  @Test
  void laterSourceWins() throws ConfigException {
    String file = "{\"http\":{\"port\":1}}";

    assertThat(load(file).http().port()).isEqualTo(1);
    assertThat(Config.load(file, Map.of("COBNUT_HTTP_PORT", "2"), Map.of()).http().port())
        .isEqualTo(2);
    assertThat(
            Config.load(file, Map.of("COBNUT_HTTP_PORT", "2"), Map.of("cobnut.http.port", "3"))
                .http()
                .port())
        .isEqualTo(3);
  }

  @Test
  void pathMayBeNestedOrDotted() throws ConfigException {
    assertThat(load("{\"shuffle.port\":7,\"task\":{\"attempts\":2}}"))
        .satisfies(
            config -> {
              assertThat(config.shuffle().port()).isEqualTo(7);
              assertThat(config.task().attempts()).isEqualTo(2);
            });
  }

  @Test
  void keyGivenTwiceIsRefused() {
    assertThatThrownBy(() -> load("{\"http.port\":7,\"http\":{\"port\":8}}"))
        .hasMessage("http.port: given twice (expected: once)");
    assertThatThrownBy(() -> load("{\"http\":{\"port\":7,\"port\":8}}"))
        .hasMessageContaining("Duplicate field 'port'");
  }

  @ParameterizedTest
  @CsvSource({"200ms, 200", "5s, 5000", "10m, 600000", "2h, 7200000", "1d, 86400000"})
  void durationsHaveUnits(String text, long ms) throws ConfigException {
    assertThat(
            load("{\"history.retention\":\"%s\",\"task.timeout\":\"1s\"}"
                    .formatted(ms < 1_000 ? "1s" : text))
                .historyRetentionMs())
        .isEqualTo(Math.max(ms, 1_000));
    assertThat(Kind.Amount.duration("1ms", "7d").read(text)).contains(ms);
  }

  @ParameterizedTest
  @CsvSource({"2KiB, 2048", "64MiB, 67108864", "1GiB, 1073741824", "2048B, 2048"})
  void sizesHaveUnits(String text, long bytes) throws ConfigException {
    assertThat(load("{\"record.limit\":\"%s\"}".formatted(text)).recordLimitBytes())
        .isEqualTo(bytes);
  }

  @Test
  void storageRootsAreFolders() throws ConfigException {
    Config config = load("{\"storage\": {\"roots\": [\"/data\", \"/out\"]}}");

    assertThat(config.storageRoots()).containsExactly(Path.of("/data"), Path.of("/out"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http.port | \"abc\" | http.port: \"abc\" (expected: 0..65535)",
        "http.port | 65536 | http.port: \"65536\" (expected: 0..65535)",
        "http.port | -1 | http.port: \"-1\" (expected: 0..65535)",
        "http.port | null | http.port: null (expected: 0..65535)",
        "http.port | [1] | http.port: [1] (expected: 0..65535)",
        "http.port | {\"a\":1} | http.port: {\"a\":1} (expected: 0..65535)",
        "heartbeat.timeout | 5 | heartbeat.timeout: \"5\" (expected: a duration such as 200ms, 5s,"
            + " 10m, 2h, 7d, from 200ms to 10m)",
        "heartbeat.timeout | \"1s\" | heartbeat.timeout: \"1000ms\" (expected: longer than"
            + " heartbeat.interval, 1000ms)",
        "record.limit | 67108864 | record.limit: \"67108864\" (expected: a size such as 512KiB,"
            + " 64MiB, 1GiB, from 1KiB to 1GiB)",
        "record.limit | \"2TiB\" | record.limit: \"2TiB\" (expected: a size such as 512KiB, 64MiB,"
            + " 1GiB, from 1KiB to 1GiB)",
        "worker.slots | 0 | worker.slots: \"0\" (expected: auto, or 1..1000)",
        "worker.memory | 60 | worker.memory: \"60\" (expected: 0.05..0.9)",
        "worker.isolation | \"process\" | worker.isolation: \"process\" (expected: thread, since"
            + " nothing else is built yet)",
        "plugins.upload | true | plugins.upload: \"true\" (expected: false, since nothing else is"
            + " built yet)",
        "backup.tasks | \"yes\" | backup.tasks: \"yes\" (expected: true or false)",
        "node.roles | [\"boss\"] | node.roles: \"boss\" (expected: a list of roles, 1 or more, each"
            + " master or worker)",
        "node.roles | [] | node.roles: \"\" (expected: a list of roles, 1 or more, each master or"
            + " worker)",
        "node.name | \"a/b\" | node.name: \"a/b\" (expected: auto, or 1 to 64 of A-Z a-z 0-9 . _ -,"
            + " beginning with a letter or digit)",
        "cluster.members | [\"here\"] | cluster.members: \"here\" (expected: a list of members, 1 or"
            + " more, each host:port)",
      })
  void badValueIsNamedWithWhatWasExpected(String key, String value, String message) {
    assertThatThrownBy(() -> load("{\"" + key + "\":" + value + "}"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(message);
  }

  @Test
  void badValueOfAVariableNamesTheVariable() {
    assertThatThrownBy(() -> Config.load(null, Map.of("COBNUT_JOBS_MAX", "many"), Map.of()))
        .hasMessage("jobs.max: \"many\" (expected: 1..100000; from COBNUT_JOBS_MAX)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "192.168.1.7", "::", "example.org", "127.0.0.1.example.org"})
  void hostThatOthersReachIsRefusedWithTheReason(String host) {
    assertThatThrownBy(
            () -> load("{\"http.host\":\"%s\",\"cluster.host\":\"%s\"}".formatted(host, host)))
        .hasMessageContaining("http.host: \"" + host + "\" (expected: 127.0.0.1")
        .hasMessageContaining("cluster.host: \"" + host + "\"")
        .hasMessageContaining("no authentication yet");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.3.2.255", "::1", "localhost"})
  void hostOfThisMachineAloneIsTaken(String host) throws ConfigException {
    assertThat(load("{\"http.host\":\"%s\"}".formatted(host)).http().host()).isEqualTo(host);
  }

  @Test
  void unknownKeyIsNamedWithTheNearest() {
    assertThatThrownBy(() -> load("{\"htpp\":{\"port\":1}}"))
        .hasMessage(
            "htpp: unknown key (expected: one of those in conf/README.md; the nearest is"
                + " http.port)");
    assertThatThrownBy(() -> load("{\"http\":{\"prot\":1}}"))
        .hasMessageContaining("http.prot: unknown key")
        .hasMessageContaining("the nearest is http.port");
    assertThatThrownBy(() -> Config.load(null, Map.of("COBNUT_WORKER_SLOT", "1"), Map.of()))
        .hasMessageContaining("COBNUT_WORKER_SLOT: unknown key")
        .hasMessageContaining("the nearest is worker.slots");
    assertThatThrownBy(() -> Config.load(null, Map.of(), Map.of("cobnut.job.max", "1")))
        .hasMessageContaining("-Dcobnut.job.max: unknown key")
        .hasMessageContaining("the nearest is jobs.max");
  }

  @Test
  void keyThatComesLaterIsRefused() {
    assertThatThrownBy(() -> load("{\"http\":{\"auth\":{\"token\":\"x\"}}}"))
        .hasMessage("http.auth.token: not built yet (expected: left out)");
  }

  @Test
  void allProblemsAreToldAtOnce() {
    assertThatThrownBy(() -> load("{\"a\":1,\"http.port\":\"x\",\"jobs.max\":0}"))
        .isInstanceOfSatisfying(
            ConfigException.class, problem -> assertThat(problem.problems()).hasSize(3));
  }

  @Test
  void variablesOfOthersAreNoKeys() throws ConfigException {
    Map<String, String> environment =
        Map.of(
            "COBNUT_JAVA_OPTS", "-Xmx1g",
            "COBNUT_SERVICE_HOST", "10.0.0.1",
            "COBNUT_PORT", "tcp://10.0.0.1:8080",
            "COBNUT_PORT_8080_TCP_ADDR", "10.0.0.1",
            "PATH", "/bin");

    assertThat(Config.load(null, environment, Map.of("java.home", "/x")))
        .isEqualTo(Config.defaults());
  }

  @Test
  void textThatIsNotJsonIsRefusedWithItsPlace() {
    assertThatThrownBy(() -> load("{\n  \"http\": {\"port\" 1}\n}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("configuration file: line 2, column 19: ")
        .hasMessageEndingWith("(expected: JSON)");
    assertThatThrownBy(() -> load(""))
        .hasMessage("configuration file: nothing (expected: a JSON object)");
    assertThatThrownBy(() -> load("[1]"))
        .hasMessage("configuration file: array (expected: a JSON object)");
    assertThatThrownBy(() -> load("{} x")).hasMessageStartingWith("configuration file: line 1");
  }

  @Test
  void listsAreArraysOrCommas() throws ConfigException {
    assertThat(load("{\"node.roles\":[\"worker\"]}").node().roles()).containsExactly(Role.WORKER);
    assertThat(
            Config.load(null, Map.of("COBNUT_CLUSTER_MEMBERS", "a:1, b:2"), Map.of())
                .cluster()
                .members())
        .containsExactly("a:1", "b:2");
  }

  @Test
  void namesOfNodesOnOneMachineDifferAsTheirPortsDo() throws ConfigException {
    assertThat(load("{\"cluster.port\":5702}").node().name()).isEqualTo("node-5702");
    assertThat(load("{\"node.name\":\"left\"}").node().name()).isEqualTo("left");
  }

  @Test
  void everyKeyHasItsOwnVariable() {
    assertThat(new LinkedHashSet<>(Settings.ALL.stream().map(Setting::variable).toList()))
        .hasSameSizeAs(Settings.ALL);
  }

  private static Config load(String json) throws ConfigException {
    return Config.load(json, Map.of(), Map.of());
  }
}
