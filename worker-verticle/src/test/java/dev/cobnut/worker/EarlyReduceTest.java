package dev.cobnut.worker;

import static dev.cobnut.worker.WorkerTrial.MAPS;
import static dev.cobnut.worker.WorkerTrial.map;
import static dev.cobnut.worker.WorkerTrial.reduce;
import static dev.cobnut.worker.WorkerTrial.slices;
import static dev.cobnut.worker.WorkerTrial.startMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.message.JobOrder;
import dev.cobnut.core.message.ToMaster;
import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.Failure;
import dev.cobnut.core.model.RunningAttempt.Phase;
import dev.cobnut.core.model.StageSpec;
import dev.cobnut.core.model.WorkerInfo;
import dev.cobnut.worker.testjobs.WordCountJob;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A reduce that is ordered while its stage still maps fetches, and takes no slot for that. */
@ExtendWith(VertxExtension.class)
@Timeout(60)
final class EarlyReduceTest {
  private static final AttemptId REDUCE = reduce(0, 0, 1);
  private static final AttemptId LAST = map(0, MAPS - 1, 1);
  private static final String FETCHED = REDUCE.name() + ".fetch-0";

  @TempDir Path folder;
  private WorkerTrial trial;
  private WorkerInfo mapper;
  private WorkerInfo reducer;
  private Path input;
  private JobOrder job;

  /** All maps are completed, but the master keeps where the last one lies to itself. */
  @BeforeEach
  void prepare(Vertx vertx) throws Exception {
    trial = new WorkerTrial(vertx, folder);
    input = trial.writeWords(2_000);
    mapper = trial.deploy(new WorkerVerticle(trial.node("mapper")), "mapper");
    reducer = trial.deploy(new WorkerVerticle(trial.node("reducer")), "reducer");
    job = trial.job("test-wordcount", new StageSpec(StageSpec.Kind.MAP_REDUCE, 0, 1), 0, Map.of());
    trial.mapAll(List.of(mapper, mapper, mapper), job, input, Optional.empty());
    trial.master().forgets(LAST);
    occupySlots();
    trial.master().send(reducer, new ToWorker.StartReduce(1, REDUCE, job, MAPS));
  }

  @Test
  void fetchesWhileAllSlotsAreTakenThenWaitsForOne() throws Exception {
    assertThat(trial.master().awaitPhase(REDUCE, Phase.FETCHING).doneBytes()).isPositive();
    assertThat(trial.localFiles("reducer")).anyMatch(name -> name.startsWith(REDUCE.name()));

    trial.master().announce(reducer, LAST, mapper);
    trial.master().awaitPhase(REDUCE, Phase.WAITING);
    trial.master().send(reducer, new ToWorker.StopAttempt(1, hanging(0)));

    trial.success(REDUCE);
    trial.assertPart(new WordCountJob(), input, 1, 0, trial.inJobFolder(REDUCE.name() + ".part"));
    trial.awaitFiles("reducer");
  }

  @Test
  void whatIsFetchedIsDeletedWhenItIsStoppedWhileItFetches() throws Exception {
    trial.master().awaitPhase(REDUCE, Phase.FETCHING);
    assertThat(trial.localFiles("reducer")).contains(FETCHED);
    stopReduce();
  }

  @Test
  void whatIsFetchedIsDeletedWhenItIsStoppedWhileItWaits() throws Exception {
    trial.master().awaitPhase(REDUCE, Phase.FETCHING);
    trial.master().announce(reducer, LAST, mapper);
    trial.master().awaitPhase(REDUCE, Phase.WAITING);
    assertThat(trial.localFiles("reducer")).contains(FETCHED);
    stopReduce();
  }

  @Test
  void droppedJobLeavesNothingOfWhatIsFetched() throws Exception {
    trial.master().awaitPhase(REDUCE, Phase.FETCHING);
    trial.master().send(reducer, new ToWorker.DropJob(1, WorkerTrial.JOB));
    trial.awaitNoFiles("reducer");
  }

  @Test
  void reduceThatCannotLeaveItsPartFailsBeforeItFetches() throws Exception {
    AttemptId blind = reduce(0, 0, 2);
    JobOrder elsewhere =
        new JobOrder(job.id(), job.spec(), job.stage(), job.stageSpec(), "another nonce");
    trial.master().send(reducer, new ToWorker.StartReduce(1, blind, elsewhere, MAPS));
    assertThat(trial.failure(blind).kind()).isEqualTo(Failure.Kind.SYSTEM);
    assertThat(trial.failure(blind).message())
        .startsWith("this worker does not see the same output storage: ");
  }

  private void stopReduce() throws Exception {
    trial.master().send(reducer, new ToWorker.StopAttempt(1, REDUCE));
    trial.awaitNoFiles("reducer");
    trial.master().send(reducer, new ToWorker.SayHello(1));
    ToMaster.Hello hello =
        trial
            .master()
            .await(
                messages ->
                    messages
                        .filter(ToMaster.Hello.class::isInstance)
                        .map(ToMaster.Hello.class::cast)
                        .filter(each -> each.worker().equals(reducer.id()))
                        .skip(1)
                        .reduce((earlier, later) -> later)
                        .orElse(null));
    assertThat(hello.running()).extracting(each -> each.attempt()).doesNotContain(REDUCE);
    assertThat(hello.outcomes()).isEmpty();
  }

  /** With maps that never end. */
  private void occupySlots() throws Exception {
    JobOrder hanging =
        trial.job(
            "test-trouble",
            new StageSpec(StageSpec.Kind.MAP_REDUCE, 0, 1),
            0,
            Map.of("hangs", "map"));
    for (int index = 0; index < reducer.slots(); index++) {
      trial
          .master()
          .send(reducer, startMap(hanging(index), hanging, slices(input).get(0), Optional.empty()));
      trial.master().awaitPhase(hanging(index), Phase.RUNNING);
    }
  }

  private static AttemptId hanging(int index) {
    return map(0, 100 + index, 1);
  }
}
