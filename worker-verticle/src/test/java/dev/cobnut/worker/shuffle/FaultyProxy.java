package dev.cobnut.worker.shuffle;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between client and server, and breaks what the server says. */
final class FaultyProxy {
  /** What happens to an answer, after some of its bytes have passed. */
  enum Fault {
    /** The connection ends. */
    TRUNCATED,
    /** The connection is reset. */
    RESET,
    /** A byte changes. */
    CORRUPT,
    /** Nothing more comes. */
    STALLED
  }

  private final NetServer server;
  private final AtomicInteger connections = new AtomicInteger();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final AtomicInteger faults = new AtomicInteger();

  /**
   * A proxy that doesn't listen yet.
   *
   * @param faultyConnections how many, from the first on, break
   */
  FaultyProxy(Vertx vertx, int target, Fault fault, long afterBytes, int faultyConnections) {
    NetClient client = vertx.createNetClient();
    // Without lingering, to close is to reset.
    server =
        vertx.createNetServer(new NetServerOptions().setSoLinger(fault == Fault.RESET ? 0 : -1));
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

  /** Which maps were asked for, by request: all that went by in that direction. */
  List<List<String>> asked() {
    List<List<String>> requests = new ArrayList<>();
    for (String request : String.join("", asked).split("(?=POST /shuffle/)", -1)) {
      requests.add(request.lines().filter(line -> line.matches("s\\d+-m-[a-z0-9.]+")).toList());
    }
    return requests;
  }

  int faults() {
    return faults.get();
  }

  private void join(NetSocket near, NetSocket far, Fault fault, long afterBytes) {
    long[] passed = {0};
    near.handler(
        request -> {
          passed[0] = 0;
          asked.add(request.toString());
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
            case TRUNCATED, RESET -> near.write(bytes.slice(0, at)).onComplete(end -> near.close());
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
