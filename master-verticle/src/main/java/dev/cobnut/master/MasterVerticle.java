package dev.cobnut.master;

import dev.cobnut.core.message.ToMaster;
import dev.cobnut.core.model.Moment;
import dev.cobnut.master.api.BusTriggers;
import dev.cobnut.master.api.MasterCalls;
import dev.cobnut.master.api.MasterWatch;
import dev.cobnut.master.api.Problem;
import dev.cobnut.master.journal.JournalAccess;
import dev.cobnut.master.journal.Mandate;
import dev.cobnut.master.output.FileWork;
import dev.cobnut.master.plan.PluginVault;
import dev.cobnut.runtime.Node;
import dev.cobnut.runtime.bus.Addresses;
import dev.cobnut.runtime.bus.Bus;
import dev.cobnut.runtime.bus.Delivery;
import dev.cobnut.runtime.bus.Member;
import dev.cobnut.runtime.storage.StateStorage;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes a node stand for master: wires election, term of office and bus. Deploy one instance on
 * each node of role {@code master}.
 */
public final class MasterVerticle extends VerticleBase {
  private static final long LOOK_MS = 250;
  private static final int FILE_THREADS = 4;

  private final Node node;
  private final StateStorage state;
  private Set<String> nodes = Set.of();

  /** Nodes that were seen leaving, and aren't back. */
  private final Set<String> absent = new TreeSet<>();

  private @Nullable WorkerExecutor executor;
  private @Nullable FileWork files;
  private @Nullable JournalAccess journal;
  private @Nullable Election election;
  private @Nullable MasterWatch watch;
  private @Nullable StandbyView view;

  /**
   * A node's master.
   *
   * @param state that all masters of the cluster share
   */
  public MasterVerticle(Node node, StateStorage state) {
    this.node = node;
    this.state = state;
  }

  @Override
  public Future<?> start() {
    JournalAccess access = new JournalAccess(vertx, node.name(), state, node.checkpoint());
    journal = access;
    // A node that can't read what was saved would stand by in vain.
    return access.check().compose(whole -> start(access));
  }

  private Future<?> start(JournalAccess access) {
    Bus bus = new Bus(vertx, node.name());
    WorkerExecutor workers = vertx.createSharedWorkerExecutor("cobnut-master-files", FILE_THREADS);
    executor = workers;
    FileWork work = new FileWork(workers);
    files = work;
    TermOfOffice.Tools tools =
        new TermOfOffice.Tools(
            vertx,
            node,
            bus,
            work,
            access,
            new PluginVault(state, node.plugins()),
            MasterVerticle::now);
    view = new StandbyView(tools);
    Election standing =
        new Election(
            node.name(),
            node.config().cluster().quorum(),
            new JournalBallot(access),
            task -> context.runOnContext(ran -> task.run()),
            () -> now().monotonicMs(),
            mandate -> new TermOfOffice(tools, mandate, Set.copyOf(absent), this::fail));
    election = standing;
    MasterWatch watching =
        new MasterWatch(
            vertx,
            bus,
            node.membership(),
            () -> now().monotonicMs(),
            acts -> standing.heardTerm(acts.term()));
    watch = watching;
    nodes = names(node.membership().members());
    node.membership().onChange(members -> context.runOnContext(ran -> membersChanged(members)));
    vertx.setPeriodic(0, LOOK_MS, timer -> look());
    MessageConsumer<JsonObject> reports = bus.onToMaster(Addresses.master(node.name()), this::hear);
    MessageConsumer<JsonObject> requests =
        vertx.eventBus().consumer(Addresses.api(node.name()), this::answer);
    BusTriggers triggers = new BusTriggers(vertx.eventBus(), new MasterCalls(bus, watching));
    return Future.all(
        watching.listening(), reports.completion(), requests.completion(), triggers.listening());
  }

  @Override
  public Future<?> stop() {
    if (election != null) {
      election.close();
    }
    // What was begun is finished, so that a job that has ended leaves no folder behind.
    Future<Void> idle = files == null ? Future.succeededFuture() : files.idle();
    return idle.compose(done -> executor == null ? Future.succeededFuture() : executor.close())
        .eventually(() -> journal == null ? Future.succeededFuture() : journal.close());
  }

  private record JournalBallot(JournalAccess journal) implements Election.Ballot {
    @Override
    public Future<Mandate> stand(BooleanSupplier isGivenUp) {
      return journal.stand(isGivenUp);
    }

    @Override
    public Future<Long> last() {
      return journal.last();
    }
  }

  private static Moment now() {
    return new Moment(System.nanoTime() / 1_000_000, System.currentTimeMillis());
  }

  private void look() {
    if (election != null && watch != null) {
      election.look(node.membership().members(), watch.acting());
    }
    if (view != null) {
      view.rest();
    }
  }

  private void membersChanged(List<Member> members) {
    Set<String> left = new TreeSet<>(nodes);
    nodes = names(members);
    left.removeAll(nodes);
    absent.addAll(left);
    absent.removeAll(nodes);
    if (election != null && !left.isEmpty()) {
      election.acting().ifPresent(office -> office.nodesLeft(left));
    }
    look();
  }

  private static Set<String> names(List<Member> members) {
    return members.stream().map(Member::node).collect(Collectors.toUnmodifiableSet());
  }

  private void fail(Throwable cause) {
    if (election != null) {
      election.fail(cause);
    }
  }

  private void hear(Delivery<ToMaster> delivery) {
    if (election != null) {
      election.heardTerm(delivery.message().term());
      election.acting().ifPresent(office -> office.hear(delivery.message()));
    }
  }

  private void answer(Message<JsonObject> request) {
    MasterCalls.reply(request, answerOf(request.body()));
  }

  private Future<JsonObject> answerOf(JsonObject request) {
    if (election == null || view == null) {
      return Future.failedFuture(
          Problem.noMaster("this node begins (expected: one that has begun)").toException());
    }
    Optional<TermOfOffice> office = election.acting();
    if (office.isEmpty()) {
      return view.call(request);
    }
    view.forget();
    return office.get().call(request);
  }
}
