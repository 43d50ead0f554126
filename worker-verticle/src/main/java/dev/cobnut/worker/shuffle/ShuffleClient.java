package dev.cobnut.worker.shuffle;

import dev.cobnut.core.model.MapOutputLocation;
import dev.cobnut.worker.run.Region;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;

/**
 * Fetches regions from other workers to local files, and checks length and CRC of each. A fetch
 * that breaks is tried again a few times. Confined to the context that made it.
 */
public final class ShuffleClient {
  private static final int TRIES_MAX = 3;
  private static final int KEEP_ALIVE_S = 15;
  private static final int PROBLEM_BYTES_MAX = 64 << 10;

  /**
   * How long is waited for what.
   *
   * @param connectMs for a connection
   * @param idleMs for the next bytes from a connection
   * @param retryMs before the second try; each later one waits four times as long
   */
  public record Timeouts(int connectMs, int idleMs, long retryMs) {
    /** What holds in a cluster. */
    public static final Timeouts DEFAULT = new Timeouts(3_000, 10_000, 200);
  }

  private final Vertx vertx;
  private final Timeouts timeouts;
  private final HttpClient client;

  /**
   * A client without connections.
   *
   * @param connectionsMax to one host: as many as fetches at once, so that none waits for one
   */
  public ShuffleClient(Vertx vertx, int connectionsMax, Timeouts timeouts) {
    this.vertx = vertx;
    this.timeouts = timeouts;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout(timeouts.connectMs())
                // A request's own timeout would end with the head of its answer.
                .setReadIdleTimeout(timeouts.idleMs())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setKeepAlive(true)
                .setKeepAliveTimeout(KEEP_ALIVE_S),
            new PoolOptions().setHttp1MaxSize(connectionsMax));
  }

  /** Ends all connections. */
  public Future<Void> close() {
    return client.close();
  }

  /**
   * Fetches a region.
   *
   * @return fails with {@link UnreadableRegionException} where the worker doesn't give it whole,
   *     with {@link FetchFileException} where it can't be kept
   */
  Future<Region> fetch(MapOutputLocation from, int partition, FetchFile into) {
    return fetch(from, new RegionAddress(from.attempt(), partition), into, 1);
  }

  private Future<Region> fetch(
      MapOutputLocation from, RegionAddress region, FetchFile into, int tries) {
    return fetchOnce(from, region, into)
        .recover(
            failure -> {
              if (failure instanceof FetchFileException) {
                return Future.failedFuture(failure);
              }
              if (failure instanceof UnreadableRegionException unreadable
                  && unreadable.isLasting()) {
                return Future.failedFuture(unreadable);
              }
              if (tries == TRIES_MAX) {
                return Future.failedFuture(
                    new UnreadableRegionException(
                        tries + " tries at " + from.host() + ":" + from.port() + ": " + failure,
                        true));
              }
              return vertx
                  .timer(timeouts.retryMs() << (2 * (tries - 1)))
                  .compose(later -> fetch(from, region, into, tries + 1));
            });
  }

  private Future<Region> fetchOnce(MapOutputLocation from, RegionAddress region, FetchFile into) {
    return client
        .request(
            new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(from.host())
                .setPort(from.port())
                .setURI(region.path()))
        .compose(request -> answer(request, into));
  }

  /**
   * Runs on the request's context, so that the answer finds who takes it: it doesn't wait, and what
   * comes before its handlers are set is lost, its end and the end of its connection among them.
   */
  private static Future<Region> answer(HttpClientRequest request, FetchFile into) {
    return request
        .send()
        .compose(
            response -> response.statusCode() == 200 ? receive(response, into) : refused(response));
  }

  private static Future<Region> receive(HttpClientResponse response, FetchFile into) {
    long bytes;
    long records;
    int crc32c;
    int keyBytesMax;
    try {
      bytes = Long.parseLong(header(response, HttpHeaders.CONTENT_LENGTH));
      records = Long.parseLong(header(response, RegionAddress.RECORDS));
      crc32c = Integer.parseUnsignedInt(header(response, RegionAddress.CRC32C), 16);
      keyBytesMax = Integer.parseInt(header(response, RegionAddress.KEY_BYTES_MAX));
    } catch (NumberFormatException e) {
      reset(response);
      return unreadable("its answer isn't one of a shuffle server: " + e.getMessage());
    }
    return into.receive(response)
        .compose(
            received -> {
              if (received.bytes() != bytes || received.crc32c() != crc32c) {
                // Whatever spoils the bytes may sit in the way: the next try takes another.
                response.request().connection().close();
                return unreadable(
                    "got %d bytes with crc32c %08x (expected: %d with %08x)"
                        .formatted(received.bytes(), received.crc32c(), bytes, crc32c));
              }
              return Future.succeededFuture(
                  new Region(
                      received.file(), received.offset(), bytes, records, crc32c, keyBytesMax));
            });
  }

  private static String header(HttpClientResponse response, CharSequence name) {
    String value = response.getHeader(name);
    return value == null ? "no " + name : value;
  }

  private static Future<Region> unreadable(String message) {
    return Future.failedFuture(new UnreadableRegionException(message, false));
  }

  private static Future<Region> refused(HttpClientResponse response) {
    int status = response.statusCode();
    boolean isLasting = status == 404 || status == 400 || status == 500;
    String length = response.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length == null
        || !length.matches("\\d{1,9}")
        || Integer.parseInt(length) > PROBLEM_BYTES_MAX) {
      reset(response);
      return Future.failedFuture(new UnreadableRegionException("status " + status, isLasting));
    }
    return response
        .body()
        .compose(
            body ->
                Future.failedFuture(
                    new UnreadableRegionException(
                        "status " + status + ": " + detail(body.toString()), isLasting)));
  }

  /** Breaks off an answer that isn't read. */
  static void reset(HttpClientResponse response) {
    response.exceptionHandler(expected -> {});
    response.request().reset();
  }

  private static String detail(String problem) {
    try {
      return new JsonObject(problem).getString("detail", problem);
    } catch (DecodeException | ClassCastException e) {
      return problem;
    }
  }
}
