package dev.cobnut.worker.shuffle;

import dev.cobnut.runtime.crash.CrashPoint;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpClientResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A local file that answers are appended to, one at a time. What isn't a region of them, or of a
 * broken one, stays there, and nobody reads it. Confined to the context that opened it, which is
 * one of an event loop.
 */
final class FetchFile {
  static final int WRITE_QUEUE_BYTES = 512 << 10;

  /** Half of what a connection is given until its next bytes, be they waited for or not. */
  private static final long STALL_MS = ShuffleClient.Timeouts.DEFAULT.idleMs() / 2;

  private final Path path;
  private final AsyncFile file;
  private final Thread thread;
  private final long stallMs;
  private long position;
  private @Nullable Intake current;
  private boolean closed;

  private FetchFile(Path path, AsyncFile file, Thread thread, long stallMs) {
    this.path = path;
    this.file = file;
    this.thread = thread;
    this.stallMs = stallMs;
  }

  /** A new file. */
  static Future<FetchFile> open(Vertx vertx, Path path) {
    return open(vertx, path, STALL_MS);
  }

  /**
   * A new file.
   *
   * @param stallMs after which an answer that ends while it waits for the disk does so for that
   */
  static Future<FetchFile> open(Vertx vertx, Path path, long stallMs) {
    OpenOptions options =
        new OpenOptions().setRead(false).setWrite(true).setCreate(true).setTruncateExisting(true);
    return vertx
        .fileSystem()
        .open(path.toString(), options)
        .map(
            file ->
                new FetchFile(
                    path,
                    file.setWriteQueueMaxSize(WRITE_QUEUE_BYTES),
                    Thread.currentThread(),
                    stallMs))
        .recover(failure -> Future.failedFuture(new FetchFileException(path, failure)));
  }

  /**
   * Appends an answer, as fast as the disk takes it.
   *
   * @param arrived told of each region, in their order, once it is on the disk; by the time that
   *     this fails, of all that came to their end before
   * @return fails where the body comes in on another thread than the ends of writes: a write that
   *     wasn't counted would be waited for without end
   */
  Future<Void> receive(HttpClientResponse body, RegionStream regions, Consumer<Arrival> arrived) {
    Intake intake = new Intake(body, regions, arrived);
    if (Thread.currentThread() != thread) {
      intake.fail(new FetchFileException(path, Thread.currentThread(), thread));
    } else if (closed) {
      intake.fail(new FetchFileException(path));
    } else {
      current = intake;
      intake.begin();
    }
    return intake.done.future();
  }

  /** Breaks off what comes in. */
  Future<Void> close() {
    if (closed) {
      return Future.succeededFuture();
    }
    closed = true;
    if (current != null) {
      current.fail(new FetchFileException(path));
    }
    return file.close();
  }

  /** Some bytes on their way to the disk. */
  private static final class Write {
    /** What ends with them. */
    private final List<Arrival> ended = new ArrayList<>();

    private boolean isDone;
  }

  private final class Intake {
    private final HttpClientResponse body;
    private final RegionStream regions;
    private final Consumer<Arrival> arrived;
    private final Promise<Void> done = Promise.promise();

    /** In the order of their bytes, in which they needn't end. */
    private final Deque<Write> writes = new ArrayDeque<>();

    private boolean isPaused;
    private long pausedNanos;
    private boolean ended;
    private @Nullable Throwable broken;

    Intake(HttpClientResponse body, RegionStream regions, Consumer<Arrival> arrived) {
      this.body = body;
      this.regions = regions;
      this.arrived = arrived;
    }

    void begin() {
      body.exceptionHandler(this::breakOff);
      body.endHandler(
          end -> {
            ended = true;
            finishIfWritten();
          });
      body.handler(this::take);
    }

    private void take(Buffer chunk) {
      if (broken != null || done.future().isComplete()) {
        return;
      }
      CrashPoint.SHUFFLE_IN_FETCH.reach();
      Write write = new Write();
      writes.add(write);
      long offset = position;
      position += chunk.length();
      try {
        regions.take(chunk.getBytes(), path, offset, write.ended);
      } catch (UnreadableRegionException e) {
        breakOff(e);
      }
      file.write(chunk, offset).onComplete(written -> wrote(write, written.cause()));
      if (!closed && file.writeQueueFull()) {
        isPaused = true;
        pausedNanos = System.nanoTime();
        body.pause();
        file.drainHandler(drained -> resume());
      }
    }

    private void resume() {
      isPaused = false;
      body.resume();
    }

    private void wrote(Write write, @Nullable Throwable failure) {
      if (failure != null) {
        fail(new FetchFileException(path, failure));
        return;
      }
      write.isDone = true;
      while (!writes.isEmpty() && writes.element().isDone) {
        List<Arrival> onDisk = writes.remove().ended;
        if (!done.future().isComplete()) {
          onDisk.forEach(arrived);
        }
      }
      finishIfWritten();
    }

    private void finishIfWritten() {
      if (!writes.isEmpty() || (!ended && broken == null)) {
        return;
      }
      if (broken != null) {
        fail(broken);
      } else if (regions.place() < regions.regions()) {
        fail(
            new UnreadableRegionException(
                "ended behind %d regions (expected: %d)"
                    .formatted(regions.place(), regions.regions()),
                false));
      } else {
        current = null;
        done.tryComplete();
      }
    }

    /** What came before counts; so its end on the disk is waited for. */
    private void breakOff(Throwable failure) {
      if (broken == null && !ended && isStalled()) {
        // Its owner wasn't silent: nobody listened.
        fail(new FetchFileException(path, new IOException("takes no bytes", failure)));
      } else if (broken == null && !ended) {
        broken = failure;
        ShuffleClient.reset(body);
        finishIfWritten();
      }
    }

    private boolean isStalled() {
      return isPaused && System.nanoTime() - pausedNanos >= TimeUnit.MILLISECONDS.toNanos(stallMs);
    }

    private void fail(Throwable failure) {
      if (done.tryFail(failure)) {
        current = null;
        if (!ended && broken == null) {
          ShuffleClient.reset(body);
        }
      }
    }
  }
}
