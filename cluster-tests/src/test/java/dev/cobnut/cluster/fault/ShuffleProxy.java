package dev.cobnut.cluster.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands before a worker's shuffle server, as a network would, and does to its answers what a
 * network may do. Safe for use by any thread.
 */
final class ShuffleProxy implements AutoCloseable {
  /** What is done to an answer once some of it went through. */
  enum Fault {
    NONE,
    /** No further byte, and no end. */
    STALL,
    /** The connection is reset. */
    RESET,
    /** The connection is closed in good order, too early. */
    TRUNCATE,
    /** A byte is another. */
    CORRUPT,
    /** Each KiB takes its time. */
    SLOW
  }

  private static final int CHUNK_BYTES = 1 << 10;
  private static final long SLOW_NS = TimeUnit.MILLISECONDS.toNanos(8);

  private final ServerSocket server;
  private final int target;
  private final Fault fault;
  private final long afterBytes;
  private final int timesMax;
  private final AtomicInteger times = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  private ShuffleProxy(
      ServerSocket server, int target, Fault fault, long afterBytes, int timesMax) {
    this.server = server;
    this.target = target;
    this.fault = fault;
    this.afterBytes = afterBytes;
    this.timesMax = timesMax;
  }

  /**
   * Begins to listen at a port of its own.
   *
   * @param target the port behind it
   * @param afterBytes of an answer that go through before the fault
   * @param timesMax how often the fault comes
   */
  static ShuffleProxy start(int target, Fault fault, long afterBytes, int timesMax)
      throws IOException {
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    ShuffleProxy proxy = new ShuffleProxy(server, target, fault, afterBytes, timesMax);
    proxy.threads.execute(proxy::accept);
    return proxy;
  }

  int port() {
    return server.getLocalPort();
  }

  /** How often the fault came. */
  int times() {
    return Math.min(timesMax, times.get());
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        sockets.add(client);
        Socket behind = new Socket();
        sockets.add(behind);
        behind.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), 2_000);
        threads.execute(() -> copy(client, behind, Fault.NONE));
        threads.execute(() -> copy(behind, client, fault));
      } catch (IOException closed) {
        // The proxy ends, or a worker is gone: whoever connects sees it.
      }
    }
  }

  private void copy(Socket from, Socket to, Fault how) {
    byte[] chunk = new byte[CHUNK_BYTES];
    long bytes = 0;
    boolean spoilt = false;
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        bytes += read;
        if (!spoilt && how != Fault.NONE && bytes > afterBytes && isDue(how)) {
          spoilt = how != Fault.SLOW;
          if (how == Fault.STALL) {
            in.transferTo(OutputStream.nullOutputStream());
            return;
          }
          if (how == Fault.RESET) {
            // Without lingering, to close is to reset.
            to.setSoLinger(true, 0);
            return;
          }
          if (how == Fault.TRUNCATE) {
            return;
          }
          spoil(how, chunk, read);
        }
        out.write(chunk, 0, read);
      }
    } catch (IOException oneSideEnded) {
      // Both sides are closed on the way out, which is what a network does, too.
      return;
    }
  }

  private static void spoil(Fault how, byte[] chunk, int read) {
    if (how == Fault.SLOW) {
      LockSupport.parkNanos(SLOW_NS);
    } else {
      chunk[read - 1] ^= 1;
    }
  }

  private boolean isDue(Fault how) {
    return how == Fault.SLOW ? times.incrementAndGet() > 0 : times.getAndIncrement() < timesMax;
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      threads.shutdownNow();
    }
  }
}
