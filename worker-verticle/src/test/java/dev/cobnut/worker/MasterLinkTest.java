package dev.cobnut.worker;

import static dev.cobnut.worker.LinkMessages.INFO;
import static dev.cobnut.worker.LinkMessages.JOB;
import static dev.cobnut.worker.LinkMessages.attempt;
import static dev.cobnut.worker.LinkMessages.failed;
import static dev.cobnut.worker.LinkMessages.heartbeat;
import static dev.cobnut.worker.LinkMessages.hello;
import static dev.cobnut.worker.LinkMessages.job;
import static dev.cobnut.worker.LinkMessages.mapped;
import static dev.cobnut.worker.LinkMessages.startMap;
import static dev.cobnut.worker.LinkMessages.startReduce;
import static dev.cobnut.worker.LinkMessages.tell;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.message.ToMaster;
import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.AttemptMode;
import dev.cobnut.core.model.BadRecord;
import dev.cobnut.core.model.MapOutputLocation;
import dev.cobnut.core.model.Outcome;
import dev.cobnut.core.model.RunningAttempt;
import dev.cobnut.core.model.Split;
import dev.cobnut.core.model.TaskKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class MasterLinkTest {
  private static final AttemptId MAP = attempt(TaskKind.MAP, 0);
  private static final AttemptId REDUCE = attempt(TaskKind.REDUCE, 0);

  private final List<RunningAttempt> running = new ArrayList<>();
  private boolean diskIsSick;
  private final MasterLink link =
      new MasterLink(INFO, () -> List.copyOf(running), () -> diskIsSick);

  @Test
  void ordersOfManyMapsAreCarriedOutEachOnce() {
    link.heard(startMap(1, attempt(TaskKind.MAP, 2)));
    List<ToWorker.StartMaps.MapOrder> maps =
        Stream.of(1, 2, 3)
            .map(
                index ->
                    new ToWorker.StartMaps.MapOrder(
                        attempt(TaskKind.MAP, index), new Split(List.of()), AttemptMode.PLAIN))
            .toList();

    List<Duty> duties = link.heard(new ToWorker.StartMaps(1, job(), Optional.empty(), maps));

    assertThat(duties)
        .containsExactly(
            new Duty.RunMap((ToWorker.StartMap) startMap(1, attempt(TaskKind.MAP, 1))),
            new Duty.RunMap((ToWorker.StartMap) startMap(1, attempt(TaskKind.MAP, 3))));
  }

  @Test
  void saysHelloToEachMasterOnce() {
    assertThat(acts(3, "m1")).containsExactly(tell("m1", hello(3, List.of(), List.of())));
    assertThat(acts(3, "m1")).isEmpty();
    assertThat(acts(4, "m2")).containsExactly(tell("m2", hello(4, List.of(), List.of())));
    assertThat(link.heard(new ToWorker.SayHello(4)))
        .containsExactly(tell("m2", hello(4, List.of(), List.of())));
  }

  @Test
  void helloWaitsUntilItIsKnownWhoActs() {
    assertThat(link.heard(new ToWorker.SayHello(5))).isEmpty();
    assertThat(link.beat()).isEmpty();
    assertThat(acts(5, "m1")).containsExactly(tell("m1", hello(5, List.of(), List.of())));
  }

  @Test
  void lowerTermIsRefusedAndToldSo() {
    acts(3, "m1");
    acts(4, "m2");
    Duty refusal = tell("m1", new ToMaster.TermRefused(4, INFO.id(), 3));
    assertThat(link.heard(startMap(3, MAP))).containsExactly(refusal);
    assertThat(link.heard(new ToWorker.DropJob(3, JOB))).containsExactly(refusal);
    assertThat(link.heard(new ToWorker.Acknowledge(3, List.of(), List.of())))
        .containsExactly(refusal);
    assertThat(acts(2, "m0"))
        .containsExactly(tell("m0", new ToMaster.TermRefused(4, INFO.id(), 2)));
    assertThat(link.accepts(new ToWorker.SayHello(3))).isFalse();
    assertThat(link.term()).isEqualTo(4);
  }

  @Test
  void orderThatComesTwiceRunsOnce() {
    acts(1, "m1");
    assertThat(link.heard(startMap(1, MAP)))
        .containsExactly(new Duty.RunMap((ToWorker.StartMap) startMap(1, MAP)));
    assertThat(link.heard(startMap(1, MAP))).isEmpty();
    assertThat(link.heard(startReduce(REDUCE))).hasSize(1);
    assertThat(link.heard(startReduce(REDUCE))).isEmpty();
    link.ended(mapped(MAP));
    assertThat(link.heard(startMap(1, MAP))).containsExactly(tell("m1", heartbeat(1, mapped(MAP))));
    link.heard(new ToWorker.Acknowledge(1, List.of(MAP), List.of()));
    assertThat(link.heard(startMap(1, MAP))).isEmpty();
  }

  @Test
  void outcomeIsRepeatedUntilItIsAcknowledged() {
    acts(1, "m1");
    link.heard(startMap(1, MAP));
    Duty told = tell("m1", heartbeat(1, mapped(MAP)));
    assertThat(ended(mapped(MAP))).containsExactly(told);
    assertThat(link.beat()).containsExactly(told);
    acts(2, "m2");
    assertThat(link.heard(new ToWorker.Acknowledge(1, List.of(MAP), List.of())))
        .containsExactly(tell("m1", new ToMaster.TermRefused(2, INFO.id(), 1)));
    assertThat(link.beat()).containsExactly(tell("m2", heartbeat(2, mapped(MAP))));
    assertThat(link.heard(new ToWorker.Acknowledge(2, List.of(MAP), List.of()))).isEmpty();
    assertThat(link.beat()).containsExactly(tell("m2", heartbeat(2)));
  }

  @Test
  void keptMapOutputIsHeldAndDiscardedOneIsDeleted() {
    acts(1, "m1");
    link.heard(startMap(1, MAP));
    link.ended(mapped(MAP));
    assertThat(acts(2, "m2"))
        .containsExactly(tell("m2", hello(2, List.of(mapped(MAP)), List.of(MAP))));
    link.heard(new ToWorker.Acknowledge(2, List.of(MAP), List.of()));
    assertThat(acts(3, "m3")).containsExactly(tell("m3", hello(3, List.of(), List.of(MAP))));
    assertThat(link.heard(new ToWorker.Acknowledge(3, List.of(), List.of(MAP))))
        .containsExactly(new Duty.Delete(MAP, Optional.empty()));
    assertThat(acts(4, "m4")).containsExactly(tell("m4", hello(4, List.of(), List.of())));
    assertThat(link.heard(new ToWorker.Acknowledge(4, List.of(), List.of(MAP)))).isEmpty();
  }

  @Test
  void whatIsHeldIsToldAgainNowAndThen() {
    link.found(MAP, true);
    acts(1, "m1");
    for (int tick = 1; tick < MasterLink.TICKS_OF_HELLO; tick++) {
      assertThat(link.tick()).isEqualTo(link.beat());
    }
    assertThat(link.tick()).isEqualTo(link.heard(new ToWorker.SayHello(1)));
  }

  @Test
  void mapOutputOfAnEarlierLifeIsOfferedUntilItIsDiscarded() {
    assertThat(link.found(MAP, true)).isEmpty();
    assertThat(link.offer()).isEmpty();
    assertThat(acts(1, "m1")).containsExactly(tell("m1", hello(1, List.of(), List.of(MAP))));
    assertThat(link.offer()).isEmpty();
    assertThat(link.heard(startMap(1, MAP))).isEmpty();
    assertThat(link.heard(new ToWorker.Acknowledge(1, List.of(), List.of(MAP))))
        .containsExactly(new Duty.Delete(MAP, Optional.empty()));
    assertThat(link.heard(new ToWorker.SayHello(1)))
        .containsExactly(tell("m1", hello(1, List.of(), List.of())));
  }

  @Test
  void whatIsFoundAfterTheHelloIsOfferedInAnother() {
    acts(1, "m1");
    link.found(MAP, true);
    assertThat(link.offer()).containsExactly(tell("m1", hello(1, List.of(), List.of(MAP))));
    assertThat(link.offer()).isEmpty();
  }

  @Test
  void whatIsFoundBeforeTheMasterIsKnownIsOfferedOnceItIs() {
    link.heard(new ToWorker.SayHello(1));
    link.found(MAP, true);
    assertThat(link.offer()).isEmpty();
    assertThat(acts(1, "m1")).containsExactly(tell("m1", hello(1, List.of(), List.of(MAP))));
  }

  @Test
  void damagedMapOutputOfAnEarlierLifeIsDeletedUnlessItRunsAgain() {
    assertThat(link.found(MAP, false)).containsExactly(new Duty.Delete(MAP, Optional.empty()));
    assertThat(link.found(MAP, false)).isEmpty();
    acts(1, "m1");
    AttemptId running = attempt(TaskKind.MAP, 1);
    link.heard(startMap(1, running));
    assertThat(link.found(running, false)).isEmpty();
    assertThat(link.found(running, true)).isEmpty();
    assertThat(link.heard(new ToWorker.SayHello(1)))
        .as("neither is held")
        .containsExactly(tell("m1", hello(1, List.of(), List.of())));
  }

  @Test
  void droppedJobIsNotFoundAgain() {
    acts(1, "m1");
    link.heard(new ToWorker.DropJob(1, JOB));
    assertThat(link.found(MAP, true)).isEmpty();
    assertThat(link.found(attempt(TaskKind.MAP, 1), false)).isEmpty();
    assertThat(link.heard(new ToWorker.SayHello(1)))
        .containsExactly(tell("m1", hello(1, List.of(), List.of())));
  }

  @Test
  void failedAttemptHoldsNothing() {
    acts(1, "m1");
    link.heard(startMap(1, MAP));
    link.ended(failed(MAP, "broken"));
    link.heard(new ToWorker.Acknowledge(1, List.of(MAP), List.of()));
    assertThat(acts(2, "m2")).containsExactly(tell("m2", hello(2, List.of(), List.of())));
  }

  @Test
  void attemptThatCollectedIsToldUntilItIsAcknowledgedAndHoldsNothing() {
    acts(1, "m1");
    link.heard(startMap(1, MAP));
    Outcome collected =
        new Outcome.Collected(
            MAP, new AttemptMode(1, true), List.of(new BadRecord("/in/a", "a", 5, 2, "thrown")));
    assertThat(ended(collected)).containsExactly(tell("m1", heartbeat(1, collected)));
    assertThat(acts(2, "m2")).containsExactly(tell("m2", hello(2, List.of(collected), List.of())));
    link.heard(new ToWorker.Acknowledge(2, List.of(MAP), List.of()));
    assertThat(acts(3, "m3")).containsExactly(tell("m3", hello(3, List.of(), List.of())));
  }

  @Test
  void stoppedAttemptTellsNothingAndIsDeletedWhenItHasEnded() {
    acts(1, "m1");
    link.heard(startMap(1, MAP));
    assertThat(link.heard(new ToWorker.StopAttempt(1, MAP))).containsExactly(new Duty.Stop(MAP));
    assertThat(link.heard(new ToWorker.StopAttempt(1, MAP))).isEmpty();
    assertThat(ended(mapped(MAP)))
        .containsExactly(new Duty.Delete(MAP, Optional.of("/out")), tell("m1", heartbeat(1)));
  }

  @Test
  void stopThatComesFirstKeepsTheAttemptFromRunning() {
    acts(1, "m1");
    assertThat(link.heard(new ToWorker.StopAttempt(1, MAP))).isEmpty();
    assertThat(link.heard(startMap(1, MAP))).isEmpty();
  }

  @Test
  void stopAfterTheEndLeavesTheOutcomeToTheMaster() {
    acts(1, "m1");
    link.heard(startMap(1, MAP));
    link.ended(mapped(MAP));
    assertThat(link.heard(new ToWorker.StopAttempt(1, MAP))).isEmpty();
    assertThat(link.beat()).containsExactly(tell("m1", heartbeat(1, mapped(MAP))));
  }

  @Test
  void discardStopsWhatStillRuns() {
    acts(1, "m1");
    link.heard(startReduce(REDUCE));
    assertThat(link.heard(new ToWorker.Acknowledge(1, List.of(), List.of(REDUCE))))
        .containsExactly(new Duty.Stop(REDUCE));
  }

  @Test
  void droppedJobIsStoppedDeletedAndNotRevived() {
    acts(1, "m1");
    link.heard(startMap(1, MAP));
    link.heard(startReduce(REDUCE));
    link.ended(mapped(MAP));
    assertThat(link.heard(new ToWorker.DropJob(1, JOB)))
        .containsExactly(new Duty.Stop(REDUCE), new Duty.Drop(JOB));
    assertThat(link.heard(startMap(1, MAP))).isEmpty();
    assertThat(ended(failed(REDUCE, "stopped")))
        .as("what it wrote meanwhile goes, and nobody is told")
        .containsExactly(new Duty.Drop(JOB), tell("m1", heartbeat(1)));
  }

  @Test
  void damagedMapOutputIsNoLongerClaimed() {
    acts(1, "m1");
    link.heard(startMap(1, MAP));
    link.ended(mapped(MAP));
    link.heard(new ToWorker.Acknowledge(1, List.of(MAP), List.of()));
    assertThat(link.heard(new ToWorker.CheckMapOutput(1, MAP)))
        .containsExactly(new Duty.Check(MAP));
    assertThat(link.checked(MAP, true))
        .containsExactly(tell("m1", new ToMaster.MapOutputChecked(1, INFO.id(), MAP, true)));
    assertThat(acts(2, "m2")).containsExactly(tell("m2", hello(2, List.of(), List.of(MAP))));
    link.checked(MAP, false);
    assertThat(acts(3, "m3")).containsExactly(tell("m3", hello(3, List.of(), List.of())));
  }

  @Test
  void everyMessageOfAMasterIsUnderstood() {
    List<ToWorker> messages =
        List.of(
            new ToWorker.MasterActs(1, "m1"),
            new ToWorker.SayHello(1),
            startMap(1, MAP),
            new ToWorker.StartMaps(1, job(), Optional.empty(), List.of()),
            startReduce(REDUCE),
            new ToWorker.StopAttempt(1, MAP),
            new ToWorker.Acknowledge(1, List.of(), List.of()),
            new ToWorker.MapOutputsAre(
                1, JOB, 0, List.of(new MapOutputLocation(MAP, INFO.id(), "127.0.0.1", 7000))),
            new ToWorker.CheckMapOutput(1, MAP),
            new ToWorker.DropJob(1, JOB),
            new ToWorker.Drain(1, true),
            new ToWorker.DescribePlan(1, job()));
    assertThat(messages.stream().map(message -> message.getClass().getName()))
        .containsExactlyInAnyOrder(
            Arrays.stream(ToWorker.class.getPermittedSubclasses())
                .map(Class::getName)
                .toArray(String[]::new));
    messages.forEach(link::heard);
    assertThat(link.term()).isEqualTo(1);
  }

  @Test
  void workerThatWasToldToDrainSaysSoInEachHello() {
    acts(1, "m1");
    link.heard(new ToWorker.Drain(1, true));
    assertThat(saysThatItDrains(acts(2, "m2"))).isTrue();
    link.heard(new ToWorker.Drain(2, false));
    assertThat(saysThatItDrains(acts(3, "m3"))).isFalse();
  }

  @Test
  void workerWithASickDiskSaysThatItTakesNoTasks() {
    diskIsSick = true;
    assertThat(saysThatItDrains(acts(1, "m1"))).isTrue();
    assertThat(link.beat())
        .containsExactly(
            tell("m1", new ToMaster.Heartbeat(1, INFO.id(), true, List.of(), List.of())));
    diskIsSick = false;
    assertThat(link.beat())
        .containsExactly(
            tell("m1", new ToMaster.Heartbeat(1, INFO.id(), false, List.of(), List.of())));
    link.heard(new ToWorker.Drain(1, true));
    diskIsSick = true;
    link.heard(new ToWorker.Drain(1, false));
    assertThat(saysThatItDrains(acts(2, "m2"))).isTrue();
  }

  @Test
  void workerThatLeavesSaysSoAndNothingAfterwards() {
    acts(1, "m1");
    link.heard(startMap(1, MAP));
    link.ended(mapped(MAP));
    assertThat(link.awaitsAcknowledgement()).isTrue();
    link.heard(new ToWorker.Acknowledge(1, List.of(MAP), List.of()));
    assertThat(link.awaitsAcknowledgement()).isFalse();
    assertThat(link.leave()).containsExactly(tell("m1", new ToMaster.Leaving(1, INFO.id())));
    assertThat(link.beat()).isEmpty();
    assertThat(acts(2, "m2")).isEmpty();
    assertThat(link.heard(new ToWorker.SayHello(1))).isEmpty();
    assertThat(link.heard(startMap(1, attempt(TaskKind.MAP, 1)))).isEmpty();
    assertThat(link.accepts(new ToWorker.SayHello(2))).isFalse();
  }

  @Test
  void workerWithoutAMasterLeavesWithoutAWord() {
    assertThat(link.awaitsAcknowledgement()).isFalse();
    assertThat(link.leave()).isEmpty();
  }

  /** As after a pause in which its attempts were given to others, by another master. */
  @Test
  void wokenZombieTellsWhatItRunsAndDropsWhatItIsTold() {
    acts(1, "m1");
    AttemptId ended = attempt(TaskKind.REDUCE, 1);
    link.heard(startMap(1, MAP));
    link.heard(startReduce(REDUCE));
    link.heard(startReduce(ended));
    Outcome outcome = failed(ended, "");
    link.ended(outcome);
    assertThat(acts(2, "m2")).containsExactly(tell("m2", hello(2, List.of(outcome), List.of())));

    assertThat(link.heard(new ToWorker.StopAttempt(2, MAP))).containsExactly(new Duty.Stop(MAP));
    assertThat(link.heard(new ToWorker.StopAttempt(2, REDUCE)))
        .containsExactly(new Duty.Stop(REDUCE));
    assertThat(link.heard(new ToWorker.Acknowledge(2, List.of(), List.of(ended))))
        .containsExactly(new Duty.Delete(ended, Optional.of("/out")));
    assertThat(ended(mapped(MAP)))
        .as("it was too late for the stop")
        .containsExactly(new Duty.Delete(MAP, Optional.of("/out")), tell("m2", heartbeat(2)));
    assertThat(link.heard(startMap(1, attempt(TaskKind.MAP, 7))))
        .containsExactly(tell("m1", new ToMaster.TermRefused(2, INFO.id(), 1)));
    assertThat(link.heard(startMap(2, MAP))).as("an id is never used again").isEmpty();
  }

  private static boolean saysThatItDrains(List<Duty> duties) {
    return ((ToMaster.Hello) ((Duty.Tell) duties.get(0)).message()).draining();
  }

  private List<Duty> acts(long term, String node) {
    return link.heard(new ToWorker.MasterActs(term, node));
  }

  /** What it says of an end once it is time to be heard. */
  private List<Duty> ended(Outcome outcome) {
    List<Duty> duties = new ArrayList<>(link.ended(outcome));
    duties.addAll(link.beat());
    return duties;
  }
}
