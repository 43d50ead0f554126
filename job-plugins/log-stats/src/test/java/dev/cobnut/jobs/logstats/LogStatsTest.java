package dev.cobnut.jobs.logstats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.job.IllegalParametersException;
import dev.cobnut.job.MapReduceJob;
import dev.cobnut.job.local.JobTestKit;
import dev.cobnut.job.local.JobTestResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogStatsTest {
  private static final String LINE =
      "10.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] \"GET /a.gif HTTP/1.0\" 200 2326"
          + " \"http://www.example.com/start.html\" \"Mozilla/4.08 [en] (Win98; I ;Nav)\"";

  @Test
  void jobIsFoundByName() {
    assertThat(ServiceLoader.load(MapReduceJob.class))
        .singleElement()
        .extracting(MapReduceJob::name)
        .isEqualTo("log-stats");
  }

  @Test
  void requestsAndBytesAreAddedUpForEachClient() {
    JobTestKit kit =
        kit()
            .input("a.log", log(line("10.0.0.2", "5"), line("10.0.0.1", "7"), line("::1", "0")))
            .input("b.log", log(line("10.0.0.2", "6"), line("host.example.com", "1")));

    JobTestResult result = kit.run();

    assertThat(result.text())
        .isEqualTo("10.0.0.1\t1\t7\n10.0.0.2\t2\t11\n::1\t1\t0\nhost.example.com\t1\t1\n");
    assertThat(result.counters()).isEmpty();
    kit.verifyContract();
  }

  @Test
  void dashForBytesIsNone() {
    JobTestKit kit = kit().input("a.log", log(line("c", "-"), line("c", "4"), line("d", "-")));

    assertThat(kit.run().text()).isEqualTo("c\t2\t4\nd\t1\t0\n");
    kit.verifyContract();
  }

  @Test
  void sumsMayBeLargerThanAnInt() {
    JobTestKit kit =
        kit().input("a.log", log(line("c", "4294967296"), line("c", "100000000000000000")));

    assertThat(kit.run().text()).isEqualTo("c\t2\t100000004294967296\n");
  }

  @Test
  void quotedFieldsMayHoldEscapedQuotes() {
    JobTestKit kit =
        kit()
            .input(
                "a.log",
                log(
                    LINE.replace("Mozilla", "\\\"Mozilla\\\" 404 17 \\\\"),
                    LINE.replace("GET /a.gif HTTP/1.0", "-"),
                    LINE.replace("http://www.example.com/start.html", "")));

    assertThat(kit.run().text()).isEqualTo("10.0.0.1\t3\t6978\n");
  }

  @Test
  void carriageReturnBeforeTheLineEndIsAllowed() {
    JobTestKit kit = kit().input("a.log", LINE + "\r\n" + LINE + "\r\n");

    assertThat(kit.run().text()).isEqualTo("10.0.0.1\t2\t4652\n");
  }

  @Test
  void malformedLinesAreCountedAndLeftOut() {
    JobTestKit kit =
        kit()
            .input(
                "a.log",
                log(
                    "",
                    "nonsense",
                    LINE.substring(0, LINE.indexOf(" \"http")),
                    LINE.substring(0, LINE.length() - 1),
                    LINE.replace(" 200 ", " OK "),
                    LINE.replace("2326", "many"),
                    LINE.replace("2326", "-1"),
                    LINE.replace("2326", "99999999999999999999"),
                    LINE.replace("GET", "\"GET\""),
                    LINE.replace("frank ", ""),
                    LINE + " tail",
                    LINE));

    JobTestResult result = kit.run();

    assertThat(result.text()).isEqualTo("10.0.0.1\t1\t2326\n");
    assertThat(result.counters()).containsOnly(Map.entry("malformed", 11L));
    kit.verifyContract();
  }

  @Test
  void veryLongFieldsAreReadLikeAnyOther() {
    String quotes = "\\\"".repeat(500_000);
    JobTestKit kit = kit().input("a.log", log(LINE.replace("/a.gif", quotes), "x".repeat(500_000)));

    JobTestResult result = kit.run();

    assertThat(result.text()).isEqualTo("10.0.0.1\t1\t2326\n");
    assertThat(result.counters()).containsEntry("malformed", 1L);
  }

  @Test
  void bytesThatAreNotUtf8PassUnchanged() {
    byte[] log = log(line("\u00c3\u00a9\u00ff\u0085", "1")).getBytes(StandardCharsets.ISO_8859_1);
    JobTestKit kit = kit().input("a.log", log);

    assertThat(kit.run().parts().get(0))
        .isEqualTo("\u00c3\u00a9\u00ff\u0085\t1\t1\n".getBytes(StandardCharsets.ISO_8859_1));
    kit.verifyContract();
  }

  @Test
  void noLinesGiveEmptyParts() {
    for (JobTestKit kit : new JobTestKit[] {kit(), kit().input("a", "")}) {
      JobTestResult result = kit.reducers(3).run();

      assertThat(result.parts()).hasSize(3).allMatch(part -> part.length == 0);
      assertThat(result.counters()).isEmpty();
      kit.verifyContract();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7})
  void anyNumberOfReducersAddsUpTheSame(int reducers) {
    JobTestKit kit = kit();
    for (String client : List.of("a", "b", "c", "d", "e", "f", "g", "a", "b", "c", "a")) {
      kit.input(client + ".log", log(line(client, "3"), line(client, "4")));
    }

    JobTestResult result = kit.reducers(reducers).run();

    assertThat(result.parts()).hasSize(reducers);
    assertThat(result.lines())
        .containsExactlyInAnyOrder(
            "a\t6\t21", "b\t4\t14", "c\t4\t14", "d\t2\t7", "e\t2\t7", "f\t2\t7", "g\t2\t7");
    kit.verifyContract();
  }

  @Test
  void parameterIsRefused() {
    assertThatThrownBy(() -> kit().parameter("format", "common").run())
        .isInstanceOf(IllegalParametersException.class)
        .hasMessage("format: unknown parameter (expected: none)");
  }

  private static String line(String client, String bytes) {
    return LINE.replace("10.0.0.1", client).replace("2326", bytes);
  }

  private static String log(String... lines) {
    return String.join("\n", lines) + "\n";
  }

  private static JobTestKit kit() {
    return JobTestKit.of(new LogStats());
  }
}
