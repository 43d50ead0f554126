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
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A local file that fetched regions are appended to, one at a time. What a broken fetch left in it
 * stays there, and nobody reads it. Confined to the context that opened it, which is one of an
 * event loop.
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

  /** What came in: where it lies, and its CRC. */
  record Received(Path file, long offset, long bytes, int crc32c) {}

  /**
   * Appends a body, as fast as the disk takes it.
   *
   * @return fails where the body comes in on another thread than the ends of writes: a write that
   *     wasn't counted would be waited for without end
   */
  Future<Received> receive(HttpClientResponse body) {
    Intake intake = new Intake(body);
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

  private final class Intake {
    private final HttpClientResponse body;
    private final Promise<Received> done = Promise.promise();
    private final long offset = position;
    private final CRC32C crc = new CRC32C();
    private int writes;
    private boolean ended;

    Intake(HttpClientResponse body) {
      this.body = body;
    }

    void begin() {
      body.exceptionHandler(this::fail);
      body.endHandler(
          end -> {
            ended = true;
            finishIfWritten();
          });
      body.handler(this::take);
    }

    private void take(Buffer chunk) {
      if (done.future().isComplete()) {
        return;
      }
      CrashPoint.SHUFFLE_IN_FETCH.reach();
      crc.update(chunk.getBytes());
      writes++;
      Future<Void> write = file.write(chunk, position);
      position += chunk.length();
      write.onComplete(
          written -> {
            writes--;
            if (written.succeeded()) {
              finishIfWritten();
            } else {
              fail(new FetchFileException(path, written.cause()));
            }
          });
      if (!closed && file.writeQueueFull()) {
        body.pause();
        file.drainHandler(drained -> body.resume());
      }
    }

    private void finishIfWritten() {
      if (ended && writes == 0) {
        current = null;
        done.tryComplete(new Received(path, offset, position - offset, (int) crc.getValue()));
      }
    }

    private void fail(Throwable failure) {
      if (done.tryFail(failure)) {
        current = null;
        if (!ended) {
          ShuffleClient.reset(body);
        }
      }
    }
  }
}
