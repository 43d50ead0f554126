package dev.cobnut.runtime.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.scheduler.Save;
import dev.cobnut.runtime.json.RecordMapper;
import dev.cobnut.runtime.json.RecordSamples;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every checkpoint does. */
abstract class CheckpointContract {
  private static final JobId JOB = new JobId("k3f9-a");
  private static final JobId OTHER = new JobId("k3f9");

  /** The checkpoint under test, empty. */
  abstract Checkpoint checkpoint();

  @Test
  void emptyCheckpointHoldsNothing() {
    assertThat(checkpoint().read().await()).isEmpty();
  }

  @Test
  void whatIsWrittenIsReadBack() {
    List<Save> saves = List.of(job(JOB), idle(JOB, 0, 1), idle(JOB, 1, 2));

    checkpoint().write(saves).await();

    assertThat(checkpoint().read().await()).containsExactlyInAnyOrderElementsOf(saves);
  }

  @Test
  void lastSaveOfAKeyCounts() {
    checkpoint().write(List.of(job(JOB), idle(JOB, 0, 1), idle(JOB, 0, 2))).await();
    checkpoint().write(List.of(idle(JOB, 0, 3))).await();

    assertThat(checkpoint().read().await()).containsExactly(job(JOB), idle(JOB, 0, 3));
  }

  @Test
  void writesTakeEffectInTheOrderOfTheCalls() {
    List<Future<Void>> writes = new ArrayList<>();
    writes.add(checkpoint().write(List.of(job(JOB))));
    for (int i = 1; i <= 200; i++) {
      writes.add(checkpoint().write(List.of(idle(JOB, 0, i))));
    }

    Future.all(writes).await();

    assertThat(checkpoint().read().await()).containsExactly(job(JOB), idle(JOB, 0, 200));
  }

  @Test
  void forgottenJobTakesItsOwnWithItAndNothingElse() {
    checkpoint().write(List.of(job(JOB), idle(JOB, 0, 1), job(OTHER), idle(OTHER, 0, 1))).await();

    checkpoint().write(List.of(idle(OTHER, 1, 1), new Save.SaveForgotten(OTHER))).await();

    assertThat(checkpoint().read().await()).containsExactly(job(JOB), idle(JOB, 0, 1));
  }

  @Test
  void jobsComeBeforeWhatBelongsToThem() {
    checkpoint().write(List.of(idle(JOB, 0, 1), idle(OTHER, 0, 1), job(JOB), job(OTHER))).await();

    List<Save> saves = checkpoint().read().await();

    for (JobId job : List.of(JOB, OTHER)) {
      assertThat(saves.indexOf(job(job))).isLessThan(saves.indexOf(idle(job, 0, 1)));
    }
    assertThat(saves).hasSize(4);
  }

  @Test
  void largeJobIsReadBackWhole() {
    List<Save> saves = new ArrayList<>(List.of(job(JOB)));
    for (int i = 0; i < 20_000; i++) {
      saves.add(idle(JOB, i, 1));
    }

    checkpoint().write(saves).await();

    assertThat(checkpoint().read().await()).hasSize(20_001);
  }

  @Test
  void termsAreUniqueAndRise() {
    List<Future<Long>> terms = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      terms.add(checkpoint().raiseTerm());
    }

    Future.all(terms).await();

    assertThat(terms).extracting(Future::result).doesNotHaveDuplicates();
    long highest = terms.stream().mapToLong(Future::result).max().orElseThrow();
    assertThat(checkpoint().raiseTerm().await()).isGreaterThan(highest);
  }

  static Save job(JobId job) {
    RecordMapper<Save> mapper = RecordMapper.of(Save.class);
    Map<String, Object> tree = mapper.toTree(RecordSamples.of(Save.SaveJob.class).get(0));
    tree.put("job", job.value());
    return mapper.fromTree(tree);
  }

  static Save idle(JobId job, int index, int failures) {
    return new Save.SaveIdle(new TaskId(job, 0, TaskKind.MAP, index), failures, Optional.empty());
  }
}
