package dev.cobnut.worker.shuffle;

import dev.cobnut.runtime.crash.CrashPoint;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpClientResponse;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A local file that answers are appended to, one at a time. What isn't a region of them, or of a
 * broken one, stays there, and nobody reads it. Confined to the context that opened it, which is
 * one of an event loop.
 */
final class FetchFile {
  private static final int WRITE_QUEUE_BYTES = 512 << 10;

  private final Path path;
  private final AsyncFile file;
  private final Thread thread;
  private long position;
  private @Nullable Intake current;
  private boolean closed;

  private FetchFile(Path path, AsyncFile file, Thread thread) {
    this.path = path;
    this.file = file;
    this.thread = thread;
  }

  /** A new file. */
  static Future<FetchFile> open(Vertx vertx, Path path) {
    OpenOptions options =
        new OpenOptions().setRead(false).setWrite(true).setCreate(true).setTruncateExisting(true);
    return vertx
        .fileSystem()
        .open(path.toString(), options)
        .map(
            file ->
                new FetchFile(
                    path, file.setWriteQueueMaxSize(WRITE_QUEUE_BYTES), Thread.currentThread()))
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
        body.pause();
        file.drainHandler(drained -> body.resume());
      }
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
      if (broken == null && !ended) {
        broken = failure;
        ShuffleClient.reset(body);
        finishIfWritten();
      }
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
