package dev.cobnut.worker.shuffle;

import dev.cobnut.core.model.WorkerId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The map outputs of other workers on this host, where their files are seen from here: what lies
 * there is read, without a copy. A worker says where its folder is; that it is the same folder, and
 * not one of the same name in another container, is known by the worker's incarnation, which it has
 * written there. Confined to the worker's context.
 */
public final class Neighbours {
  /** What is asked for where a worker's folder is. */
  static final String PATH = "/shuffle/v3";

  static final String HOME = "home";

  /** Lives of workers that are remembered. */
  private static final int KNOWN_MAX = 256;

  private final Vertx vertx;
  private final ShuffleClient client;
  private final String host;

  /** The one that came first is first. */
  private final Map<WorkerId, Future<Optional<HeldOutputs>>> known = new LinkedHashMap<>();

  /**
   * The workers of a host.
   *
   * @param host as workers call it; empty: nobody is a neighbour
   */
  public Neighbours(Vertx vertx, ShuffleClient client, String host) {
    this.vertx = vertx;
    this.client = client;
    this.host = host;
  }

  /** A worker's map outputs, if they are seen from here. */
  Future<Optional<HeldOutputs>> of(Owner owner) {
    if (!owner.host().equals(host) || owner.port() == 0) {
      return Future.succeededFuture(Optional.empty());
    }
    Future<Optional<HeldOutputs>> before = known.get(owner.worker());
    if (before != null) {
      return before;
    }
    Future<Optional<HeldOutputs>> asked =
        client
            .home(owner)
            .compose(home -> vertx.executeBlocking(() -> look(home, owner), false))
            // Then its outputs are fetched, and whatever is wrong is told there.
            .otherwise(Optional.empty());
    known.put(owner.worker(), asked);
    if (known.size() > KNOWN_MAX) {
      known.remove(known.keySet().iterator().next());
    }
    return asked;
  }

  private static Optional<HeldOutputs> look(String home, Owner owner) throws IOException {
    LocalFiles files = LocalFiles.of(Path.of(home));
    return files.isOfLife(owner.worker().incarnation())
        ? Optional.of(new HeldOutputs(files))
        : Optional.empty();
  }
}
