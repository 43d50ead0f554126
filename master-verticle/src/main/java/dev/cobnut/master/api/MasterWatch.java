package dev.cobnut.master.api;

import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.message.ToWorker.MasterActs;
import dev.cobnut.runtime.bus.Addresses;
import dev.cobnut.runtime.bus.Bus;
import dev.cobnut.runtime.bus.Delivery;
import dev.cobnut.runtime.bus.Member;
import dev.cobnut.runtime.bus.Membership;
import dev.cobnut.runtime.config.Role;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows who acts as master, from what masters publish each second. Confined to the context that
 * made it.
 */
public final class MasterWatch {
  private static final long SILENCE_MAX_MS = 5_000;

  /** Long enough to hear a master that acts say so. */
  private static final long WAIT_MS = 2_000;

  private final Vertx vertx;
  private final Membership membership;
  private final LongSupplier monotonicMs;
  private final Consumer<MasterActs> listener;
  private final MessageConsumer<JsonObject> consumer;
  private final List<Promise<MasterActs>> waiting = new ArrayList<>();
  private @Nullable MasterActs heard;
  private long heardMs;

  /**
   * Begins to listen.
   *
   * @param listener told each time that a master says that it acts
   */
  public MasterWatch(
      Vertx vertx,
      Bus bus,
      Membership membership,
      LongSupplier monotonicMs,
      Consumer<MasterActs> listener) {
    this.vertx = vertx;
    this.membership = membership;
    this.monotonicMs = monotonicMs;
    this.listener = listener;
    this.consumer = bus.onToWorker(Addresses.MASTERS, this::hear);
  }

  /** Done when what masters publish arrives here. */
  public Future<Void> listening() {
    return consumer.completion();
  }

  private void hear(Delivery<ToWorker> delivery) {
    if (delivery.message() instanceof MasterActs acts) {
      if (isStale() || heard == null || acts.term() >= heard.term()) {
        heard = acts;
        heardMs = monotonicMs.getAsLong();
      }
      List<Promise<MasterActs>> told = List.copyOf(waiting);
      waiting.clear();
      told.forEach(promise -> promise.tryComplete(acts));
      listener.accept(acts);
    }
  }

  /** The master that acts, if one was heard lately and is a member still. */
  public Optional<MasterActs> acting() {
    MasterActs last = heard;
    if (last == null || isStale()) {
      return Optional.empty();
    }
    boolean isMember =
        membership.members().stream().anyMatch(member -> member.node().equals(last.masterNode()));
    return isMember ? Optional.of(last) : Optional.empty();
  }

  /** Whether a master was heard that acts no more, and none since. */
  boolean hasLostMaster() {
    return heard != null && acting().isEmpty();
  }

  /** The nodes that may become master, the one last that was heard to act. */
  List<String> eligible() {
    MasterActs last = heard;
    return membership.members().stream()
        .filter(member -> member.roles().contains(Role.MASTER))
        .map(Member::node)
        .sorted(Comparator.comparing(node -> last != null && node.equals(last.masterNode())))
        .toList();
  }

  /** The master that acts; where none is known, waits a little for one. */
  Future<MasterActs> awaitActing() {
    Optional<MasterActs> known = acting();
    if (known.isPresent()) {
      return Future.succeededFuture(known.get());
    }
    Promise<MasterActs> promise = Promise.promise();
    waiting.add(promise);
    long timer =
        vertx.setTimer(
            WAIT_MS,
            late -> {
              waiting.remove(promise);
              promise.tryFail(
                  Problem.noMaster("no master acts (expected: one, soon)").toException());
            });
    return promise.future().onComplete(ended -> vertx.cancelTimer(timer));
  }

  private boolean isStale() {
    return monotonicMs.getAsLong() - heardMs > SILENCE_MAX_MS;
  }
}
