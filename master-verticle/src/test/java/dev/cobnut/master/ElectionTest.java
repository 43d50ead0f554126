package dev.cobnut.master;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.message.ToWorker.MasterActs;
import dev.cobnut.master.journal.DeposedException;
import dev.cobnut.master.journal.Mandate;
import dev.cobnut.runtime.bus.Member;
import dev.cobnut.runtime.config.Role;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

final class ElectionTest {
  private static final Member WORKER = new Member("w", List.of(Role.WORKER));
  private static final Member ONE = new Member("one", List.of(Role.MASTER));
  private static final Member TWO = new Member("two", List.of(Role.MASTER, Role.WORKER));

  private static boolean stands(String self, List<Member> members, Optional<MasterActs> acting) {
    return Election.stands(self, 0, members, acting);
  }

  @Test
  void oldestEligibleMemberStands() {
    assertThat(stands("one", List.of(WORKER, ONE, TWO), Optional.empty())).isTrue();
    assertThat(stands("two", List.of(WORKER, ONE, TWO), Optional.empty())).isFalse();
    assertThat(stands("w", List.of(WORKER), Optional.empty())).isFalse();
  }

  @Test
  void nobodyStandsAgainstAMasterThatActs() {
    Optional<MasterActs> other = Optional.of(new MasterActs(4, "two"));

    assertThat(stands("one", List.of(ONE, TWO), other)).isFalse();
  }

  @Test
  void ownEarlierTermIsNoHindrance() {
    Optional<MasterActs> mine = Optional.of(new MasterActs(4, "one"));

    assertThat(stands("one", List.of(ONE, TWO), mine)).isTrue();
  }

  @Test
  void nobodyStandsWithoutAQuorum() {
    assertThat(Election.stands("one", 3, List.of(ONE, TWO), Optional.empty())).isFalse();
    assertThat(Election.stands("one", 3, List.of(WORKER, ONE, TWO), Optional.empty())).isTrue();
  }

  /** A journal that a test writes. */
  private static final class FakeBallot implements Election.Ballot {
    private int stood;
    private long last = 7;

    @Override
    public Future<Mandate> stand(BooleanSupplier isGivenUp) {
      stood++;
      return Future.failedFuture("enough seen");
    }

    @Override
    public Future<Long> last() {
      return Future.succeededFuture(last);
    }
  }

  private final FakeBallot ballot = new FakeBallot();
  private long nowMs;
  private final Election election =
      new Election(
          "one",
          0,
          ballot,
          Runnable::run,
          () -> nowMs,
          mandate -> {
            throw new IllegalStateException("nobody takes office here");
          });

  private void lookEachSecond(int seconds) {
    for (int second = 0; second < seconds; second++) {
      nowMs += 1_000;
      election.look(List.of(ONE), Optional.empty());
    }
  }

  @Test
  void whoCannotOpenATermTriesAgain() {
    lookEachSecond(3);

    assertThat(ballot.stood).isEqualTo(3);
  }

  @Test
  void whoWasDeposedStandsAgainOnlyWhenTheJournalIsStill() {
    election.fail(new DeposedException(8));
    for (int segment = 8; segment < 20; segment++) {
      ballot.last = segment;
      lookEachSecond(10);
    }
    assertThat(ballot.stood).isZero();

    lookEachSecond(20);
    assertThat(ballot.stood).isZero();

    lookEachSecond(10);
    assertThat(ballot.stood).isPositive();
  }

  @Test
  void whoWasDeposedStandsOnceTheOneThatActsIsSeenToLeave() {
    Optional<MasterActs> two = Optional.of(new MasterActs(8, "two"));
    election.fail(new DeposedException(8));
    for (int second = 0; second < 5; second++) {
      nowMs += 1_000;
      ballot.last++;
      election.look(List.of(TWO, ONE), two);
    }
    assertThat(ballot.stood).isZero();

    ballot.last++;
    lookEachSecond(2);

    assertThat(ballot.stood).isPositive();
  }

  @Test
  void whoFailedOtherwiseStandsAgainSoon() {
    election.fail(new IllegalStateException("broken"));

    lookEachSecond(2);

    assertThat(ballot.stood).isPositive();
  }
}
