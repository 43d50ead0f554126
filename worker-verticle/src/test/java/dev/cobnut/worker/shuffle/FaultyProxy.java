package dev.cobnut.worker.shuffle;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between client and server, and breaks what the server says. */
final class FaultyProxy {
  /** What happens to an answer, after some of its bytes have passed. */
  enum Fault {
    /** The connection ends. */
    TRUNCATED,
    /** A byte changes. */
    CORRUPT,
    /** Nothing more comes. */
    STALLED
  }

  private final NetServer server;
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger faults = new AtomicInteger();

  /**
   * A proxy that doesn't listen yet.
   *
   * @param faultyConnections how many, from the first on, break
   */
  FaultyProxy(Vertx vertx, int target, Fault fault, long afterBytes, int faultyConnections) {
    NetClient client = vertx.createNetClient();
    server = vertx.createNetServer();
    server.connectHandler(
        near -> {
          near.pause();
          boolean isFaulty = connections.incrementAndGet() <= faultyConnections;
          client
              .connect(target, "127.0.0.1")
              .onSuccess(far -> join(near, far, isFaulty ? fault : null, afterBytes))
              .onFailure(refused -> near.close());
        });
  }

  Future<Integer> listen() {
    return server.listen(0, "127.0.0.1").map(NetServer::actualPort);
  }

  int connections() {
    return connections.get();
  }

  int faults() {
    return faults.get();
  }

  private void join(NetSocket near, NetSocket far, Fault fault, long afterBytes) {
    long[] passed = {0};
    near.handler(
        request -> {
          passed[0] = 0;
          far.write(request);
        });
    near.closeHandler(closed -> far.close());
    far.closeHandler(closed -> near.close());
    far.handler(
        bytes -> {
          long before = passed[0];
          passed[0] += bytes.length();
          if (fault == null || passed[0] <= afterBytes) {
            near.write(bytes);
            return;
          }
          int at = (int) Math.max(0, afterBytes - before);
          boolean isFirst = before <= afterBytes;
          faults.addAndGet(isFirst ? 1 : 0);
          switch (fault) {
            case TRUNCATED -> near.write(bytes.slice(0, at)).onComplete(end -> near.close());
            case CORRUPT -> near.write(isFirst ? flipped(bytes, at) : bytes);
            case STALLED -> {
              if (isFirst) {
                near.write(bytes.slice(0, at));
              }
            }
          }
        });
    near.resume();
  }

  private static Buffer flipped(Buffer bytes, int at) {
    Buffer copy = Buffer.buffer(bytes.getBytes());
    return copy.setByte(at, (byte) (copy.getByte(at) ^ 1));
  }
}
