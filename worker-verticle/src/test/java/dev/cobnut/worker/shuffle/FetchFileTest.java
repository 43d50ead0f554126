package dev.cobnut.worker.shuffle;

import static dev.cobnut.worker.shuffle.ShuffleTrial.JOB;
import static dev.cobnut.worker.shuffle.ShuffleTrial.await;
import static dev.cobnut.worker.shuffle.ShuffleTrial.map;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.worker.run.Codec;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An answer that would come faster than a disk takes it. */
@ExtendWith(VertxExtension.class)
@Timeout(60)
final class FetchFileTest {
  private static final int CHUNK_BYTES = 48 << 10;
  private static final RegionBatch ASKED = new RegionBatch(JOB, 0, List.of(map(0, 1)));

  @TempDir Path folder;
  private final byte[] content = new byte[5 << 20];
  private final List<Arrival> arrivals = new ArrayList<>();
  private Context context;
  private FetchFile file;

  @BeforeEach
  void prepare(Vertx vertx) throws Exception {
    new SplittableRandom(1).nextBytes(content);
    context = vertx.getOrCreateContext();
    file = onContext(() -> FetchFile.open(vertx, folder.resolve("fetched")));
  }

  /** No write ends within a turn of the event loop, so that each is one of a disk that stands. */
  @Test
  void answerWaitsForTheDisk() throws Exception {
    EagerAnswer answer = new EagerAnswer(content);
    onContext(() -> file.receive(answer.response(), region(), arrivals::add));
    onContext(file::close);
    assertThat(answer.bytesOfTurnMax)
        .isBetween(1, FetchFile.WRITE_QUEUE_BYTES + CHUNK_BYTES)
        .isLessThan(content.length);
    assertThat(arrivals).hasSize(1).hasOnlyElementsOfType(Arrival.Whole.class);
    assertThat(Files.readAllBytes(folder.resolve("fetched"))).isEqualTo(content);
  }

  @Test
  void answerThatWaitsIsBrokenOffWhereTheFileCloses() throws Exception {
    EagerAnswer answer = new EagerAnswer(content);
    Future<Void> received =
        onContext(
            () -> {
              Future<Void> end = file.receive(answer.response(), region(), arrivals::add);
              return file.close().transform(closed -> Future.succeededFuture(end));
            });
    assertThat(received.cause())
        .isInstanceOf(FetchFileException.class)
        .hasMessageContaining("closed while");
    assertThat(answer.isReset).isTrue();
    assertThat(arrivals).isEmpty();
  }

  @Test
  void answerThatEndsWhileTheDiskStandsIsTheDisksFault(Vertx vertx) throws Exception {
    file = onContext(() -> FetchFile.open(vertx, folder.resolve("standing"), 0));

    Throwable failure = breakWhilePaused();

    assertThat(failure)
        .isInstanceOfSatisfying(
            FetchFileException.class, thrown -> assertThat(thrown.isOfDisk()).isTrue())
        .hasMessage(
            folder.resolve("standing") + ": takes no bytes (expected: a file that can be written)");
  }

  @Test
  void answerThatEndsInAShortPauseIsNot() throws Exception {
    assertThat(breakWhilePaused()).hasMessage("reset");
    assertThat(arrivals).isEmpty();
  }

  private Throwable breakWhilePaused() throws Exception {
    EagerAnswer answer = new EagerAnswer(content);
    Future<Void> received =
        onContext(
            () -> {
              Future<Void> end = file.receive(answer.response(), region(), arrivals::add);
              answer.breakOff(new IOException("reset"));
              return end.transform(ended -> Future.succeededFuture(end));
            });
    return received.cause();
  }

  private RegionStream region() {
    CRC32C crc = new CRC32C();
    crc.update(content);
    RegionHead head =
        new RegionHead(
            RegionHead.OK, content.length, 1, (int) crc.getValue(), 1, Codec.NONE, content.length);
    try {
      return RegionStream.ofOne(ASKED, head);
    } catch (UnreadableRegionException e) {
      throw new AssertionError(e);
    }
  }

  private <T> T onContext(Supplier<Future<T>> action) throws Exception {
    Promise<T> done = Promise.promise();
    context.runOnContext(run -> action.get().onComplete(done));
    return await(done.future());
  }

  /** Gives all that it has at once, until it is paused. Confined to a context. */
  private static final class EagerAnswer implements InvocationHandler {
    private final Deque<Buffer> left = new ArrayDeque<>();
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> endHandler;
    private @Nullable Handler<Throwable> exceptionHandler;
    private boolean isPaused;
    private boolean isReset;
    private int bytesOfTurnMax;

    EagerAnswer(byte[] content) {
      Buffer all = Buffer.buffer(content);
      for (int at = 0; at < content.length; at += CHUNK_BYTES) {
        left.add(all.getBuffer(at, Math.min(content.length, at + CHUNK_BYTES)));
      }
    }

    HttpClientResponse response() {
      return proxy(HttpClientResponse.class);
    }

    private <T> T proxy(Class<T> type) {
      return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, this));
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
      switch (method.getName()) {
        case "exceptionHandler" ->
            exceptionHandler = (Handler<Throwable>) Objects.requireNonNull(arguments)[0];
        case "endHandler" -> endHandler = (Handler<Void>) Objects.requireNonNull(arguments)[0];
        case "handler" -> {
          handler = (Handler<Buffer>) Objects.requireNonNull(arguments)[0];
          give();
        }
        case "pause" -> isPaused = true;
        case "resume" -> {
          isPaused = false;
          give();
        }
        case "request" -> {
          return proxy(HttpClientRequest.class);
        }
        case "reset" -> {
          isReset = true;
          return Future.succeededFuture();
        }
        default -> throw new UnsupportedOperationException(method.toString());
      }
      return proxy;
    }

    void breakOff(Throwable failure) {
      assertThat(isPaused).isTrue();
      Objects.requireNonNull(exceptionHandler).handle(failure);
    }

    private void give() {
      int bytes = 0;
      while (!isPaused && !isReset && !left.isEmpty()) {
        Buffer chunk = left.remove();
        bytes += chunk.length();
        Objects.requireNonNull(handler).handle(chunk);
      }
      bytesOfTurnMax = Math.max(bytesOfTurnMax, bytes);
      if (!isPaused && !isReset) {
        Objects.requireNonNull(endHandler).handle(null);
      }
    }
  }
}
