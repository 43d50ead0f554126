package dev.cobnut.cluster.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class OfficesTest {
  private static final String FIRST =
      "10:00:00.100 INFO  Election: node-a acts as master, term 1, 0 saves read\n";

  private final Offices offices = new Offices();

  @Test
  void termsThatRiseAreRight() {
    offices.add("node-a", FIRST);
    offices.add(
        "node-b", "10:00:02.000 INFO  Election: node-b acts as master, term 9, 4 saves read\n");

    offices.check();

    assertThat(offices.size()).isEqualTo(2);
  }

  @Test
  void masterThatWasOvertakenBeforeItsFirstSaveIsRight() {
    overtaken(8);

    offices.check();
  }

  @Test
  void masterThatSavedAfterAHigherTermIsFound() {
    overtaken(10);

    assertThatThrownBy(offices::check).hasMessageContaining("I5").hasMessageContaining("term=7");
  }

  @Test
  void twoMastersOfOneTermAreFound() {
    offices.add("node-a", FIRST);
    offices.add("node-b", FIRST.replace("node-a", "node-b").replace(".100", ".200"));

    assertThatThrownBy(offices::check).hasMessageContaining("one master a term");
  }

  @Test
  void noMasterAtAllIsFound() {
    offices.add("node-a", "10:00:00.100 INFO  NodeVerticle: members: node-a\n");

    assertThatThrownBy(offices::check).hasMessageContaining("masters that acted");
  }

  private void overtaken(long deposedAt) {
    offices.add("node-a", FIRST);
    offices.add(
        "node-b", "10:00:02.000 INFO  Election: node-b acts as master, term 8, 4 saves read\n");
    offices.add(
        "node-c",
        "10:00:05.000 INFO  Election: node-c acts as master, term 7, 4 saves read\n"
            + "10:00:05.100 WARN  Election: node-c steps down from term 7: x.DeposedException: "
            + "segment "
            + deposedAt
            + " is another master's (expected: mine)\n");
  }
}
