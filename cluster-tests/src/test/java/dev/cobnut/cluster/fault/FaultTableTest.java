package dev.cobnut.cluster.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The table of faults in the docs. With {@code -Dfaults.write=true} it is written anew, from what
 * the tests of this build saw.
 */
final class FaultTableTest {
  private static final Path PAGE = Path.of("../docs/reliability.md");

  @Test
  void docsNameEachFaultWithWhatIsExpectedAndSeen() throws Exception {
    String page = Files.readString(PAGE);
    if (Boolean.getBoolean("faults.write")) {
      page = FaultTable.replaced(page, FaultTable.of(Outcomes.read()));
      Files.writeString(PAGE, page);
    }

    List<String> lines = FaultTable.current(page).lines().skip(2).toList();

    assertThat(lines).hasSameSizeAs(Matrix.rows());
    for (int index = 0; index < lines.size(); index++) {
      Matrix.Row row = Matrix.rows().get(index);
      assertThat(lines.get(index))
          .startsWith("| %d | %s | %s | ".formatted(row.number(), row.fault(), row.expected()))
          .doesNotContain("**failed**", "**not run**");
    }
  }

  @Test
  void whatFailedOrWasNotRunStandsOut() throws Exception {
    String table =
        FaultTable.of(
            List.of(
                new Outcomes.Outcome(1, "", "A.a", "failed", "x|y\nz"),
                new Outcomes.Outcome(2, "part", "A.b", "skipped", "no rights")));

    assertThat(table)
        .contains("| **failed** x\\|y |\n")
        .contains("| part: **skipped** no rights |\n")
        .contains("| **not run** |\n");
  }
}
