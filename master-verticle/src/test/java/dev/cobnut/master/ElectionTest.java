package dev.cobnut.master;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.message.ToWorker.MasterActs;
import dev.cobnut.runtime.bus.Member;
import dev.cobnut.runtime.checkpoint.MemoryCheckpoint;
import dev.cobnut.runtime.config.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  @Test
  void newTermIsHigherThanAnyThatWasHeardEvenWhereTheMapsLostIt() {
    List<Long> terms = new ArrayList<>();
    Election election =
        new Election(
            "one",
            0,
            new MemoryCheckpoint(),
            Runnable::run,
            () -> 0L,
            (term, saves) -> {
              terms.add(term);
              throw new IllegalStateException("enough seen");
            });
    election.heardTerm(5);

    election.look(List.of(ONE), Optional.empty());

    assertThat(terms).containsExactly(6L);
  }
}
