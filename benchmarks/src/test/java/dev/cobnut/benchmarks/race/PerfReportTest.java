package dev.cobnut.benchmarks.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PerfReportTest {
  private static final String REPORT =
      """
      # To display the perf.data header info, please use --header/--header-only options.
      #
      # Samples: 8K of event 'cpu-clock'
      # Event count (approx.): 16627254376
      #
      # Overhead|Command        |Symbol
       30.00% |cobnut-slot-1  |[.] int dev.cobnut.worker.map.AggregateTable.find(long, byte[])
       20.00% |cobnut-slot-2  |[.] int dev.cobnut.worker.map.AggregateTable.find(long, byte[])
       12.50% |cobnut-slot-2  |[k] clear_page_erms
       7.50%  |cobnut-slot-1  |[.] void dev.cobnut.worker.reduce.Plain$$Lambda$599/0x00007f.reduce()
       5.00%  |cobnut-slot-1  |[.] StubRoutines (2)
       5.00%  |C2 CompilerThre|[.] PhaseChaitin::Split(unsigned int, ResourceArea*)
      """;

  @Test
  void sharesAreThoseOfThreadsAndFunctions() {
    PerfReport report = PerfReport.parse(REPORT);

    assertThat(report.cpuSeconds()).isCloseTo(16.63, within(0.01));
    assertThat(report.percent(one -> one.thread().startsWith("cobnut-slot"))).isEqualTo(75);
    assertThat(report.percent(PerfReport.Samples::isKernel)).isEqualTo(12.5);
    assertThat(report.functions(one -> one.thread().startsWith("cobnut-slot"), 3).entrySet())
        .extracting(one -> one.getKey() + " " + Math.round(one.getValue()))
        .containsExactly(
            "AggregateTable.find 67", "clear_page_erms (kernel) 17", "Plain$$Lambda$599.reduce 10");
  }

  @Test
  void whatIsNoFunctionOfAClassKeepsItsName() {
    PerfReport report = PerfReport.parse(REPORT);

    assertThat(report.samples().get(4).name()).isEqualTo("StubRoutines (2)");
    assertThat(report.samples().get(5).name()).startsWith("PhaseChaitin::Split");
  }

  @Test
  void whatIsNoReportIsToldAsThat() {
    assertThatThrownBy(() -> PerfReport.parse("perf: command not found\n"))
        .hasMessageContaining("perf: command not found (expected: percent|thread|function)");
    assertThatThrownBy(() -> PerfReport.parse("# Event count (approx.): 0\n"))
        .hasMessageContaining("no samples");
  }
}
