package dev.cobnut.master.api;

import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.message.ToWorker.MasterActs;
import dev.cobnut.runtime.bus.Addresses;
import dev.cobnut.runtime.bus.Bus;
import dev.cobnut.runtime.bus.Delivery;
import dev.cobnut.runtime.bus.Membership;
import io.vertx.core.Future;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
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

  private final Membership membership;
  private final LongSupplier monotonicMs;
  private final Consumer<MasterActs> listener;
  private final MessageConsumer<JsonObject> consumer;
  private @Nullable MasterActs heard;
  private long heardMs;

  /**
   * Begins to listen.
   *
   * @param listener told each time that a master says that it acts
   */
  public MasterWatch(
      Bus bus, Membership membership, LongSupplier monotonicMs, Consumer<MasterActs> listener) {
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

  private boolean isStale() {
    return monotonicMs.getAsLong() - heardMs > SILENCE_MAX_MS;
  }
}
