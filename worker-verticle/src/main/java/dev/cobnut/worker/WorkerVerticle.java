package dev.cobnut.worker;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.model.WorkerInfo;
import dev.cobnut.runtime.Node;
import dev.cobnut.runtime.config.Config;
import dev.cobnut.runtime.crash.CrashPoint;
import dev.cobnut.runtime.storage.FolderLease;
import dev.cobnut.worker.shuffle.EarlierLives;
import dev.cobnut.worker.shuffle.HeldOutputs;
import dev.cobnut.worker.shuffle.LocalFiles;
import dev.cobnut.worker.shuffle.ShuffleServer;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The worker of a node. Confined to its context. */
public final class WorkerVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerVerticle.class);
  private static final int INCARNATION_BYTES = 4;

  private final Node node;
  private final ShuffleMode mode;
  private final WorkerId id;
  private volatile @Nullable FolderLease lease;
  private @Nullable ShuffleServer server;
  private @Nullable WorkerEngine engine;

  /** A worker that serves its map outputs to the other nodes. */
  public WorkerVerticle(Node node) {
    this(node, ShuffleMode.SERVED);
  }

  private WorkerVerticle(Node node, ShuffleMode mode) {
    this.node = node;
    this.mode = mode;
    byte[] incarnation = new byte[INCARNATION_BYTES];
    new SecureRandom().nextBytes(incarnation);
    this.id = new WorkerId(node.name(), HexFormat.of().formatHex(incarnation));
  }

  /** The only worker, which shares its process with the master and opens no port. */
  public static WorkerVerticle embedded(Node node) {
    return new WorkerVerticle(node, ShuffleMode.EMBEDDED);
  }

  @Override
  public Future<?> start() {
    LocalFiles files = new LocalFiles(node.config().dataDir(), node.name());
    HeldOutputs held = new HeldOutputs(files);
    return vertx
        .executeBlocking(
            () -> {
              lease = FolderLease.take("data.dir", files.home());
              CrashPoint.WORKER_BEFORE_SWEEP.reach();
              List<AttemptId> remains = new EarlierLives(files, held).sweep();
              CrashPoint.WORKER_AFTER_SWEEP.reach();
              writeLife(files);
              return remains;
            })
        .compose(remains -> listen(held).compose(port -> begin(files, held, port, remains)));
  }

  private Future<?> begin(LocalFiles files, HeldOutputs held, int port, List<AttemptId> remains) {
    WorkerEngine started =
        new WorkerEngine(vertx, context, node, info(node.config(), port), files, held);
    engine = started;
    return started.start(remains);
  }

  private Future<Integer> listen(HeldOutputs held) {
    return switch (mode) {
      case EMBEDDED -> Future.succeededFuture(0);
      case SERVED -> {
        ShuffleServer listening =
            new ShuffleServer(
                vertx, held, node.config().cluster().host(), node.config().shuffle().port());
        server = listening;
        yield listening.listen();
      }
    };
  }

  /** Without it, the neighbours fetch. */
  private void writeLife(LocalFiles files) {
    try {
      files.writeLife(id.incarnation());
    } catch (IOException e) {
      LOG.warn("map outputs aren't read in place by others: {}", e.toString());
    }
  }

  private WorkerInfo info(Config config, int listening) {
    int publicPort = config.shuffle().publicPort();
    return new WorkerInfo(
        id,
        config.cluster().host(),
        listening == 0 || publicPort == 0 ? listening : publicPort,
        config.worker().slots(),
        Runtime.version().feature(),
        config.worker().near(),
        System.currentTimeMillis());
  }

  @Override
  public Future<?> stop() {
    Future<Void> stopped = engine == null ? Future.succeededFuture() : engine.close();
    return stopped
        .eventually(() -> server == null ? Future.succeededFuture() : server.close())
        .eventually(this::giveUpLease);
  }

  private Future<?> giveUpLease() {
    FolderLease held = lease;
    if (held == null) {
      return Future.succeededFuture();
    }
    return vertx.executeBlocking(
        () -> {
          held.close();
          return held;
        });
  }
}
