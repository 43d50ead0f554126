package dev.cobnut.master;

import dev.cobnut.core.message.ToWorker.MasterActs;
import dev.cobnut.core.scheduler.Save;
import dev.cobnut.runtime.bus.Member;
import dev.cobnut.runtime.checkpoint.Checkpoint;
import dev.cobnut.runtime.config.Role;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether this node acts as master.
 *
 * <pre>
 *                 is the oldest, nobody acts       has read what was saved
 *   standing by ------------------------> standing ----------------------> acting
 *        ^                                   |                               |
 *        +---------- could not read ---------+      a higher term, a failed  |
 *        +------------------------------------------ append, no quorum ------+
 * </pre>
 *
 * Being oldest is a reason to stand, not to go on: whoever acts does so until it is deposed.
 * Confined to the master's context.
 */
final class Election {
  private static final Logger LOG = LoggerFactory.getLogger(Election.class);
  private static final long REST_MS = 1_000;

  private final Checkpoint checkpoint;
  private final Executor context;
  private final LongSupplier monotonicMs;
  private final Opening opening;
  private final String self;
  private final int quorum;
  private @Nullable TermOfOffice office;
  private volatile long highestHeard;
  private boolean isStanding;
  private boolean isClosed;
  private long restUntilMs = Long.MIN_VALUE;

  /** Opens a term of office. */
  interface Opening {
    TermOfOffice open(long term, List<Save> saves);
  }

  /**
   * A node that stands by.
   *
   * @param quorum members without which nobody acts; 0: any number will do
   */
  Election(
      String self,
      int quorum,
      Checkpoint checkpoint,
      Executor context,
      LongSupplier monotonicMs,
      Opening opening) {
    this.self = self;
    this.quorum = quorum;
    this.checkpoint = checkpoint;
    this.context = context;
    this.monotonicMs = monotonicMs;
    this.opening = opening;
  }

  /** The term of office, while this node acts. */
  Optional<TermOfOffice> acting() {
    return Optional.ofNullable(office);
  }

  /** Whether a node should stand, as it sees the cluster. */
  static boolean stands(
      String self, int quorum, List<Member> oldestFirst, Optional<MasterActs> acting) {
    boolean isOldest =
        oldestFirst.stream()
            .filter(member -> member.roles().contains(Role.MASTER))
            .findFirst()
            .filter(member -> member.node().equals(self))
            .isPresent();
    boolean anotherActs = acting.filter(master -> !master.masterNode().equals(self)).isPresent();
    return isOldest && !anotherActs && oldestFirst.size() >= quorum;
  }

  /** Looks whether to stand, or to stop for want of a quorum. */
  void look(List<Member> oldestFirst, Optional<MasterActs> heard) {
    if (office != null && oldestFirst.size() < quorum) {
      stepDown(oldestFirst.size() + " members (cluster.quorum: " + quorum + ")");
    }
    boolean mayStand =
        office == null && !isStanding && !isClosed && monotonicMs.getAsLong() >= restUntilMs;
    if (mayStand && stands(self, quorum, oldestFirst, heard)) {
      stand();
    }
  }

  private void stand() {
    isStanding = true;
    raiseTerm()
        .compose(term -> checkpoint.read().map(saves -> new Mandate(term, saves)))
        .onComplete(
            read ->
                context.execute(
                    () -> {
                      isStanding = false;
                      if (read.succeeded()) {
                        takeOffice(read.result());
                      } else {
                        rest("the checkpoint can't be read", read.cause());
                      }
                    }));
  }

  /**
   * The maps may have lost the last term with the nodes that held it; workers refuse to go back.
   */
  private Future<Long> raiseTerm() {
    return checkpoint
        .raiseTerm()
        .compose(term -> term > highestHeard ? Future.succeededFuture(term) : raiseTerm());
  }

  private record Mandate(long term, List<Save> saves) {}

  private void takeOffice(Mandate mandate) {
    if (isClosed) {
      return;
    }
    try {
      TermOfOffice opened = opening.open(mandate.term(), mandate.saves());
      office = opened;
      opened.begin();
      LOG.info(
          "{} acts as master, term {}, {} saves read",
          self,
          mandate.term(),
          mandate.saves().size());
    } catch (RuntimeException damaged) {
      office = null;
      rest("what was saved can't be taken up", damaged);
    }
  }

  private void rest(String reason, Throwable cause) {
    LOG.error("{} doesn't act as master: {}", self, reason, cause);
    restUntilMs = monotonicMs.getAsLong() + REST_MS;
  }

  /** Steps down where somebody knows a higher term. */
  void heardTerm(long term) {
    highestHeard = Math.max(highestHeard, term);
    TermOfOffice mine = office;
    if (mine != null && term > mine.term()) {
      stepDown("term " + term + " is known (mine: " + mine.term() + ")");
    }
  }

  /** Stops acting. */
  void stepDown(String reason) {
    TermOfOffice mine = office;
    if (mine != null) {
      LOG.warn("{} steps down from term {}: {}", self, mine.term(), reason);
      office = null;
      restUntilMs = monotonicMs.getAsLong() + REST_MS;
      mine.close();
    }
  }

  /** Stops acting, and never stands again. */
  void close() {
    isClosed = true;
    TermOfOffice mine = office;
    if (mine != null) {
      office = null;
      mine.close();
    }
  }
}
