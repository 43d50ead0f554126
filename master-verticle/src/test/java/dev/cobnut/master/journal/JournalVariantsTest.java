package dev.cobnut.master.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.cobnut.core.patch.Patch;
import dev.cobnut.core.patch.PatchedClasses;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Each variant of the journal that models/journal.py finds broken is made of the real sources, by
 * leaving out one rule: {@link JournalTest} must fail, and pass where nothing is left out.
 */
final class JournalVariantsTest {
  private static final String CHECK = "store.newestSnapshot().equals(noted)";
  private static final String RETURN = ") {\n        return new Mandate";

  /** A rule that is left out, and the story that goes wrong then. */
  private record Variant(String name, List<Patch> patches, List<String> failing) {
    private static Variant of(
        String name, String file, String find, String replace, String failing) {
      return new Variant(name, List.of(new Patch(file, find, replace)), List.of(failing));
    }

    private static Variant ofCheck(String name, String instead, String failing) {
      return of(name, "Standing.java", CHECK + RETURN, instead + RETURN, failing);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static List<Variant> variants() {
    return List.of(
        new Variant("whole", List.of(), List.of()),
        Variant.of(
            "nofence",
            "Compaction.java",
            "!store.segment(number).map(Segment::opens).orElse(true)",
            "store.segment(number).isPresent()",
            "retentionLeavesTheFirstSegmentsOfTerms"),
        Variant.ofCheck("nocheck", "term > 0", "termIsVoidWhereASnapshotCameWhileItWasOpened"),
        Variant.ofCheck(
            "samebase",
            "noted.isEmpty() || store.snapshots().contains(noted.get())",
            "termIsVoidThoughTheSnapshotThatWasReadIsStillThere"),
        Variant.ofCheck(
            "predecessor",
            "term == 1 || store.segment(term - 1).isPresent()",
            "termIsVoidWhereASnapshotCameWhileItWasOpened"),
        Variant.of(
            "oldmaps",
            "Standing.java",
            "maps.base(noted.map(SnapshotName::number).orElse(0L))",
            "maps.base(0)",
            "mapsOlderThanTheSnapshotAreAskedForNoBase"));
  }

  /** What failed, and how many ran. */
  private static final class Outcome implements TestExecutionListener {
    private final List<String> failed = new ArrayList<>();
    private int ended;

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      if (test.isTest()) {
        ended++;
        if (result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
          failed.add(test.getDisplayName().replace("()", ""));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void eachRuleLeftOutFailsItsStory(Variant variant, @TempDir Path folder) throws Exception {
    ClassLoader loader =
        PatchedClasses.of(JournalVariantsTest.class.getPackageName(), variant.patches(), folder);
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(loader.loadClass(JournalTest.class.getName())))
            .build();
    Outcome outcome = new Outcome();

    LauncherFactory.create().execute(request, outcome);

    assertThat(outcome.ended).isGreaterThan(10);
    assertThat(outcome.failed).containsAll(variant.failing());
    assertThat(outcome.failed.isEmpty()).isEqualTo(variant.failing().isEmpty());
  }
}
