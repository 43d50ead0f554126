package dev.cobnut.cluster.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.cluster.NodeProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The masters that acted, as the nodes' logs tell. I5: in the order of time their terms rise. A
 * master may be stopped between the segment that opens its term and its first act, and be overtaken
 * meanwhile: then the very next segment must be another's, so that it has saved nothing.
 */
final class Offices {
  private static final Pattern LINE =
      Pattern.compile(
          "(?m)^(\\d\\d:\\d\\d:\\d\\d\\.\\d{3}) .* Election: \\S+ (?:acts as master, term (\\d+)"
              + "|steps down from term (\\d+): .* segment (\\d+) is another master's).*$");

  /**
   * A master that acted.
   *
   * @param deposedAt the segment that it couldn't save, being another's
   */
  private record Office(String time, long term, String node, OptionalLong deposedAt) {}

  private final List<Office> offices = new ArrayList<>();

  static Offices of(List<NodeProcess> nodes) throws IOException {
    Offices offices = new Offices();
    for (NodeProcess node : nodes) {
      offices.add(node.name(), node.log());
    }
    return offices;
  }

  /** Takes in what a node has logged. */
  void add(String node, String log) {
    Matcher line = LINE.matcher(log);
    while (line.find()) {
      if (line.group(2) != null) {
        long term = Long.parseLong(line.group(2));
        offices.add(new Office(line.group(1), term, node, OptionalLong.empty()));
      } else {
        long term = Long.parseLong(line.group(3));
        OptionalLong segment = OptionalLong.of(Long.parseLong(line.group(4)));
        offices.replaceAll(
            office ->
                office.term() == term && office.node().equals(node)
                    ? new Office(office.time(), term, node, segment)
                    : office);
      }
    }
    offices.sort(Comparator.comparing(Office::time));
  }

  int size() {
    return offices.size();
  }

  void check() {
    assertThat(offices).as("masters that acted").isNotEmpty();
    long highest = 0;
    for (Office office : offices) {
      assertThat(office.term()).as("I5: one master a term: %s", office).isNotEqualTo(highest);
      if (office.term() < highest) {
        assertThat(office.deposedAt().orElse(office.term() + 1))
            .as("I5: %s acts after term %d, and has saved nothing", office, highest)
            .isEqualTo(office.term() + 1);
      }
      highest = Math.max(highest, office.term());
    }
  }
}
