package dev.cobnut.worker.shuffle;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
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
import java.util.function.Function;

/**
 * Fetches regions from other workers to local files, and checks length and CRC of each. What breaks
 * is tried again a few times. Confined to the context that made it.
 */
public final class ShuffleClient {
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
   * Fetches some regions, as many as the worker gives in one answer.
   *
   * @return fails with {@link FetchFileException} where they can't be kept, and not otherwise
   */
  Future<Void> fetch(Owner from, RegionBatch batch, FetchFile into, RegionSink sink) {
    return new BatchFetch(this, from, into, sink).run(batch);
  }

  /**
   * Asks once.
   *
   * @param answered takes the answer. It runs on the request's context, so that the answer finds
   *     who takes it: it doesn't wait, and what comes before its handlers are set is lost, its end
   *     and the end of its connection among them
   */
  Future<Void> ask(
      Owner from, RegionBatch batch, Function<HttpClientResponse, Future<Void>> answered) {
    return client
        .request(
            new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(from.host())
                .setPort(from.port())
                .setURI(batch.path()))
        .compose(
            request ->
                request
                    .send(Buffer.buffer(batch.body()))
                    .compose(
                        response ->
                            response.statusCode() == 200
                                ? answered.apply(response)
                                : refused(response)));
  }

  /** Asks a worker where its files lie. */
  Future<String> home(Owner of) {
    return client
        .request(
            new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(of.host())
                .setPort(of.port())
                .setURI(Neighbours.PATH))
        .compose(HttpClientRequest::send)
        .compose(response -> response.statusCode() == 200 ? response.body() : refused(response))
        .map(body -> new JsonObject(body.toString()).getString(Neighbours.HOME));
  }

  /** Waits for a while before another try. */
  Future<Void> pause(int tries) {
    return vertx.timer(timeouts.retryMs() << (2 * (tries - 1))).mapEmpty();
  }

  /** What an answer says that it holds. */
  static RegionStream regions(HttpClientResponse response, RegionBatch asked)
      throws UnreadableRegionException {
    String head = response.getHeader(RegionHead.ONE);
    if (head != null) {
      return RegionStream.ofOne(asked, RegionHead.decodeHex(head, asked.name(0)));
    }
    String count = response.getHeader(RegionHead.MANY);
    if (count == null
        || !count.matches("[1-9]\\d{0,6}")
        || Integer.parseInt(count) > asked.size()) {
      throw new UnreadableRegionException(
          "%s: %s (expected: 1..%d)".formatted(RegionHead.MANY, count, asked.size()), false);
    }
    return RegionStream.ofMany(asked, Integer.parseInt(count));
  }

  private static <T> Future<T> refused(HttpClientResponse response) {
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
