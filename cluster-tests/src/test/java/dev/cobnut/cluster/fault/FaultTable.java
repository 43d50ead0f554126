package dev.cobnut.cluster.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The table of faults in {@code docs/reliability.md}, made of what the tests saw. */
final class FaultTable {
  private static final String BEGIN = "<!-- faults: begin -->\n";
  private static final String END = "<!-- faults: end -->";
  private static final Pattern SUITE = Pattern.compile("<testcase ([^>]*?)(/>|>)(?=\\s*<(\\w+))?");

  private FaultTable() {}

  static String of(List<Outcomes.Outcome> outcomes) throws IOException {
    StringBuilder table = new StringBuilder();
    table.append("| # | fault | expected | seen |\n|---|---|---|---|\n");
    for (Matrix.Row row : Matrix.rows()) {
      table.append(
          "| %d | %s | %s | %s |\n"
              .formatted(row.number(), row.fault(), row.expected(), seen(row, outcomes)));
    }
    return table.toString();
  }

  private static String seen(Matrix.Row row, List<Outcomes.Outcome> outcomes) throws IOException {
    List<String> seen = new ArrayList<>();
    for (Outcomes.Outcome outcome : outcomes) {
      if (outcome.row() == row.number()) {
        String part = outcome.part().isEmpty() ? "" : outcome.part() + ": ";
        seen.add(part + mark(outcome.outcome()) + clean(outcome.seen()));
      }
    }
    for (String test : row.elsewhere()) {
      seen.add(mark(outcomeOf(test)) + "`" + test.substring(test.lastIndexOf('.') + 1) + "`");
    }
    return seen.isEmpty() ? "**not run**" : String.join("<br>", seen);
  }

  private static String mark(String outcome) {
    return outcome.equals("passed") ? "" : "**" + outcome + "** ";
  }

  private static String clean(String text) {
    String line = text.strip().lines().findFirst().orElse("");
    return line.replace("|", "\\|").replace("<", "&lt;").replaceAll("/[^ :\"]*/run-\\d+/", "");
  }

  /** What the report of another module says of its test, or of all tests of a class. */
  private static String outcomeOf(String test) throws IOException {
    String module = test.substring(0, test.indexOf('/'));
    String name = test.substring(test.indexOf('/') + 1);
    int hash = name.indexOf('#');
    String type = hash < 0 ? name : name.substring(0, hash);
    String method = hash < 0 ? "" : name.substring(hash + 1);
    for (String reports : List.of("surefire-reports", "failsafe-reports")) {
      Path report = Path.of("..", module, "target", reports, "TEST-" + type + ".xml");
      if (Files.exists(report)) {
        return outcome(Files.readString(report), method);
      }
    }
    return "not run";
  }

  private static String outcome(String report, String method) {
    Matcher cases = SUITE.matcher(report);
    int passed = 0;
    while (cases.find()) {
      if (!cases.group(1).contains("name=\"" + method)) {
        continue;
      }
      String child = cases.group(3);
      if (cases.group(2).equals(">") && child != null && child.matches("failure|error|skipped")) {
        return child.equals("skipped") ? "skipped" : "failed";
      }
      passed++;
    }
    return passed == 0 ? "not run" : "passed";
  }

  /** Puts a table in the place of the one before. */
  static String replaced(String page, String table) {
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalStateException("docs/reliability.md: no " + BEGIN.strip() + " and " + END);
    }
    return page.substring(0, begin + BEGIN.length()) + table + page.substring(end);
  }

  /** The table that stands in the page. */
  static String current(String page) {
    return page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END));
  }
}
