package dev.cobnut.master;

import dev.cobnut.core.message.ToWorker.MasterActs;
import dev.cobnut.master.journal.DeposedException;
import dev.cobnut.master.journal.Mandate;
import dev.cobnut.runtime.bus.Member;
import dev.cobnut.runtime.config.Role;
import dev.cobnut.runtime.crash.CrashPoint;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether this node acts as master.
 *
 * <pre>
 *                 is the oldest, nobody acts       has opened a term
 *   standing by ------------------------> standing ----------------> acting
 *        ^                                   |                         |
 *        +---------- could not -------------+               no quorum  |
 *        +---------------------------------------------------- --------+
 *        |                                          another's segment, |
 *        +----------- deposed <----------------------- a higher term --+
 *         30 s without a
 *         new segment
 * </pre>
 *
 * Being oldest is a reason to stand, not to go on: whoever acts does so until it is deposed, and
 * then leaves the others in peace as long as they write, unless it sees the one that acts leave the
 * cluster. Confined to the master's context.
 */
final class Election {
  private static final Logger LOG = LoggerFactory.getLogger(Election.class);
  private static final long REST_MS = 1_000;

  /** How often a deposed node looks whether the journal is still. */
  private static final long ASK_MS = 1_000;

  /** An acting master writes at least each third of it. */
  private static final long STILL_MS = 30_000;

  private final Ballot ballot;
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
  private String lastProblem = "";
  private boolean isDeposed;

  /** Since this node was deposed, the member that acts. */
  private String rival = "";

  private boolean isAsking;
  private long askAgainMs = Long.MIN_VALUE;
  private long lastSegment;
  private long stillSinceMs;

  /** Opens a term of office. */
  interface Opening {
    TermOfOffice open(Mandate mandate);
  }

  /** The journal, as far as it says who acts. */
  interface Ballot {
    Future<Mandate> stand(BooleanSupplier isGivenUp);

    /** The highest number that is taken. */
    Future<Long> last();
  }

  /**
   * A node that stands by.
   *
   * @param quorum members without which nobody acts; 0: any number will do
   */
  Election(
      String self,
      int quorum,
      Ballot ballot,
      Executor context,
      LongSupplier monotonicMs,
      Opening opening) {
    this.self = self;
    this.quorum = quorum;
    this.ballot = ballot;
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
    if (isDeposed) {
      watchRival(oldestFirst, heard);
    }
    if (isDeposed) {
      watchJournal();
    }
    boolean mayStand =
        office == null
            && !isStanding
            && !isClosed
            && !isDeposed
            && monotonicMs.getAsLong() >= restUntilMs;
    if (mayStand && stands(self, quorum, oldestFirst, heard)) {
      stand();
    }
  }

  /**
   * Whoever acts instead bars this node no longer once it was met as a member and then seen to
   * leave. One that was never met may be at work on the other side of a cut.
   */
  private void watchRival(List<Member> members, Optional<MasterActs> heard) {
    Set<String> nodes = members.stream().map(Member::node).collect(Collectors.toSet());
    heard
        .map(MasterActs::masterNode)
        .filter(node -> !node.equals(self) && nodes.contains(node))
        .ifPresent(node -> rival = node);
    if (!rival.isEmpty() && !nodes.contains(rival)) {
      isDeposed = false;
    }
  }

  private void watchJournal() {
    if (isAsking || isClosed || monotonicMs.getAsLong() < askAgainMs) {
      return;
    }
    isAsking = true;
    askAgainMs = monotonicMs.getAsLong() + ASK_MS;
    ballot.last().onComplete(asked -> context.execute(() -> journalSeen(asked)));
  }

  private void journalSeen(AsyncResult<Long> asked) {
    isAsking = false;
    boolean isStill = asked.succeeded() && asked.result() == lastSegment;
    if (!isStill) {
      stillSinceMs = monotonicMs.getAsLong();
      lastSegment = asked.succeeded() ? asked.result() : lastSegment;
    } else if (monotonicMs.getAsLong() - stillSinceMs >= STILL_MS) {
      isDeposed = false;
    }
  }

  private void stand() {
    isStanding = true;
    ballot
        .stand(() -> isClosed)
        .onComplete(
            stood ->
                context.execute(
                    () -> {
                      isStanding = false;
                      if (stood.succeeded()) {
                        takeOffice(stood.result());
                      } else {
                        rest("no term can be opened", stood.cause());
                      }
                    }));
  }

  private void takeOffice(Mandate mandate) {
    if (isClosed) {
      return;
    }
    try {
      CrashPoint.MASTER_BEFORE_OFFICE.reach();
      TermOfOffice opened = opening.open(mandate);
      office = opened;
      opened.begin();
      lastProblem = "";
      LOG.info(
          "{} acts as master, term {}, {} saves read",
          self,
          mandate.term(),
          mandate.images().size());
      if (mandate.term() < highestHeard) {
        heardTerm(highestHeard);
      }
    } catch (RuntimeException damaged) {
      office = null;
      rest("what was saved can't be taken up", damaged);
    }
  }

  private void rest(String reason, Throwable cause) {
    String problem = reason + ": " + cause;
    if (!problem.equals(lastProblem)) {
      LOG.error("{} doesn't act as master: {}", self, problem, cause);
    }
    lastProblem = problem;
    restUntilMs = monotonicMs.getAsLong() + REST_MS;
  }

  /** Steps down where somebody knows a higher term. */
  void heardTerm(long term) {
    highestHeard = Math.max(highestHeard, term);
    TermOfOffice mine = office;
    if (mine != null && term > mine.term()) {
      deposed();
      stepDown("term " + term + " is known (mine: " + mine.term() + ")");
    }
  }

  /** Stops acting, since it can't go on. */
  void fail(Throwable cause) {
    if (cause instanceof DeposedException) {
      deposed();
    }
    stepDown(cause.toString());
  }

  private void deposed() {
    isDeposed = true;
    rival = "";
    stillSinceMs = monotonicMs.getAsLong();
  }

  private void stepDown(String reason) {
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
