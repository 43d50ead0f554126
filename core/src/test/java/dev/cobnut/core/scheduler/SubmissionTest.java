package dev.cobnut.core.scheduler;

import static dev.cobnut.core.scheduler.Story.job;
import static dev.cobnut.core.scheduler.Story.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.model.IdempotencyKey;
import dev.cobnut.core.model.JobSpec;
import dev.cobnut.core.model.JobState;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SubmissionTest {
  private final Story story = new Story();

  @Test
  void submittedJobIsSavedThenAcceptedThenPlanned() {
    story.submit("a");

    assertThat(story.said())
        .element(0)
        .isInstanceOfSatisfying(
            Save.SaveJob.class, save -> assertThat(save.state()).isEqualTo(JobState.QUEUED));
    assertThat(story.said().subList(1, 3))
        .containsExactly(new Command.AcceptJob(job("a")), new Command.PlanJob(job("a")));
    assertThat(story.scheduler().activeJobs()).containsExactly(job("a"));
  }

  @ParameterizedTest
  @CsvSource({
    "/out/x, /out/x",
    "/out/x, /out/x/",
    "/out/x, file:/out//x",
    "/out/x, file:///out/./x",
    "/out/x, /out/x/below",
    "/out/x, /out",
    "/out/x, /",
    "/out/x, /out/y/../x",
    "out, out/x",
    "s3://bucket/out, s3://bucket/out/x",
  })
  void outputThatAnotherJobWritesToIsRefused(String taken, String output) {
    story.submit("a", spec(taken, 0)).submit("b", spec(output, 0));

    assertThat(story.said())
        .containsExactly(new Command.RefuseJob(job("b"), new Refusal.OutputTaken(taken, job("a"))));
    assertThat(story.scheduler().job(job("b"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/out/x, /out/xy",
    "/out/x, /out/y",
    "/out, out",
    "s3://bucket/out, s3://other/out",
    "/out/a..b, /out/b",
  })
  void outputThatIsAnotherPlaceIsAccepted(String taken, String output) {
    story.submit("a", spec(taken, 0)).submit("b", spec(output, 0));

    assertThat(story.said()).contains(new Command.AcceptJob(job("b")));
  }

  @Test
  void outputOfAJobThatHasEndedCanBeUsedAgain() {
    story.submit("a", spec("/out", 0)).cancel("a").submit("b", spec("/out", 0));

    assertThat(story.said()).contains(new Command.AcceptJob(job("b")));
  }

  @Test
  void fullQueueRefusesUntilAJobHasEnded() {
    int jobsMax = Story.LIMITS.jobs().activeMax();
    for (int number = 0; number < jobsMax; number++) {
      story.submit("j" + number);
    }
    story.submit("late");
    assertThat(story.said())
        .containsExactly(new Command.RefuseJob(job("late"), new Refusal.QueueFull(jobsMax)));

    story.cancel("j3").submit("late");
    assertThat(story.said()).contains(new Command.AcceptJob(job("late")));
  }

  @Test
  void sameJobSubmittedTwiceIsAcceptedTwiceAndThereOnce() {
    story.submit("a").submit("a");

    assertThat(story.said()).containsExactly(new Command.AcceptJob(job("a")));
    assertThat(story.scheduler().jobs()).hasSize(1);
  }

  /** As where both had been asked for before either was there. */
  @Test
  void jobWithTheKeyOfAnotherIsRefused() {
    story.submit("a", withKey(spec("/out", 0), "k1")).submit("b", withKey(spec("/out", 0), "k1"));
    assertThat(story.said())
        .containsExactly(new Command.RefuseJob(job("b"), new Refusal.KeyTaken(job("a"))));
    story.submit("c", withKey(spec("/other", 0), "k1"));
    assertThat(story.said())
        .containsExactly(new Command.RefuseJob(job("c"), new Refusal.KeyTaken(job("a"))));
    assertThat(story.scheduler().jobWithKey("k1")).contains(job("a"));

    story.submit("d", withKey(spec("/other", 0), "k2"));
    assertThat(story.said()).contains(new Command.AcceptJob(job("d")));
  }

  @Test
  void jobIsFoundByItsIdempotencyKeyUntilItIsForgotten() {
    JobSpec spec = withKey(spec("/out", 0), "k1");
    story.submit("a", spec);
    assertThat(story.scheduler().jobWithKey("k1")).contains(job("a"));
    assertThat(story.scheduler().jobWithKey("k2")).isEmpty();

    story.cancel("a").tick(Story.LIMITS.jobs().retentionMs());
    assertThat(story.scheduler().jobWithKey("k1")).contains(job("a"));
    story.tick(1);
    assertThat(story.said()).containsExactly(new Save.SaveForgotten(job("a")));
    assertThat(story.scheduler().jobWithKey("k1")).isEmpty();
    assertThat(story.scheduler().jobs()).isEmpty();
  }

  @Test
  void jobIsFoundByItsIdempotencyKeyAfterATakeover() {
    story.submit("a", withKey(spec("/out", 0), "k1")).takeOver();

    assertThat(story.scheduler().jobWithKey("k1")).contains(job("a"));
  }

  private static JobSpec withKey(JobSpec spec, String key) {
    return new JobSpec(
        spec.job(),
        spec.plugin(),
        spec.inputs(),
        spec.output(),
        spec.reducers(),
        spec.splitBytes(),
        spec.parameters(),
        spec.priority(),
        0,
        spec.skipBadRecords(),
        spec.overwrite(),
        Optional.of(new IdempotencyKey(key, "0".repeat(64))));
  }
}
