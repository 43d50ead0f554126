package dev.cobnut.worker.shuffle;

import static dev.cobnut.worker.shuffle.ShuffleTrial.await;
import static dev.cobnut.worker.shuffle.ShuffleTrial.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.worker.run.Codec;
import dev.cobnut.worker.run.Region;
import dev.cobnut.worker.run.RegionReader;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Server and client over loopback, with a proxy between them that breaks things. */
@ExtendWith(VertxExtension.class)
@Timeout(60)
final class ShuffleTest {
  private static final int BYTES = 3 << 20;
  private static final String PATH = "/shuffle/v3/job-1/0";

  /** So many that one of them comes while this thread is still at its asking. */
  private static final int SOON_ANSWERS = 2_000;

  /** Longer than a cold JVM is busy with itself, or a try would break before its fault. */
  private static final ShuffleClient.Timeouts PATIENT =
      new ShuffleClient.Timeouts(10_000, 10_000, 10);

  private static final ShuffleClient.Timeouts QUICK = new ShuffleClient.Timeouts(1_000, 1_000, 10);

  @TempDir Path folder;
  private ShuffleTrial owner;

  /** Where all is fetched: threads of a test may differ, and Vert.x takes another loop for each. */
  private Context context;

  private ShuffleClient client;
  private FetchFile file;

  @BeforeEach
  void prepare(Vertx vertx) throws Exception {
    owner = new ShuffleTrial(vertx, folder);
    context = vertx.getOrCreateContext();
    client = new ShuffleClient(vertx, 4, PATIENT);
    file = onContext(() -> FetchFile.open(vertx, folder.resolve("fetched")));
  }

  @Test
  void regionsComeWholeOneBehindTheOther() throws Exception {
    AttemptId first = owner.write(map(0, 1), BYTES);
    AttemptId second = owner.write(map(1, 1), BYTES);
    Region one = fetch(first, 2, owner.port());
    Region none = fetch(first, 1, owner.port());
    Region two = fetch(second, 0, owner.port());
    onContext(file::close);
    assertSame(one, first, 2);
    assertSame(two, second, 0);
    assertThat(none.bytes()).isZero();
    assertThat(two.file()).isEqualTo(one.file());
    assertThat(two.offset()).isGreaterThanOrEqualTo(one.offset() + one.bytes());
  }

  @ParameterizedTest
  @EnumSource
  void regionComesAsItLies(Codec codec) throws Exception {
    AttemptId map = owner.write(map(0, 1), BYTES, codec);
    Region region = fetch(map, 2, owner.port());
    onContext(file::close);
    assertSame(region, map, 2);
    assertThat(region.codec()).isEqualTo(codec);
    try (RegionReader reader = RegionReader.open(region, 1 << 10)) {
      reader.readToTheEnd();
    }
  }

  @ParameterizedTest
  @EnumSource(FaultyProxy.Fault.class)
  void brokenFetchIsTriedAgain(FaultyProxy.Fault fault, Vertx vertx) throws Exception {
    AttemptId map = owner.write(map(0, 1), BYTES);
    client = new ShuffleClient(vertx, 4, timeouts(fault));
    FaultyProxy proxy = new FaultyProxy(vertx, owner.port(), fault, 1 << 20, 1);
    Region region = fetch(map, 2, await(proxy.listen()));
    onContext(file::close);
    assertSame(region, map, 2);
    assertThat(proxy.faults()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(FaultyProxy.Fault.class)
  void fetchThatAlwaysBreaksIsGivenUp(FaultyProxy.Fault fault, Vertx vertx) throws Exception {
    AttemptId map = owner.write(map(0, 1), BYTES);
    client = new ShuffleClient(vertx, 4, timeouts(fault));
    FaultyProxy proxy = new FaultyProxy(vertx, owner.port(), fault, 1 << 20, 100);
    int port = await(proxy.listen());
    assertThatThrownBy(() -> fetch(map, 2, port))
        .cause()
        .isInstanceOf(UnreadableRegionException.class)
        .hasMessageStartingWith("3 tries at 127.0.0.1:");
    assertThat(proxy.faults()).isEqualTo(3);
  }

  @Test
  void fetchesShareConnections(Vertx vertx) throws Exception {
    AttemptId map = owner.write(map(0, 1), BYTES);
    client = new ShuffleClient(vertx, 2, PATIENT);
    FaultyProxy counting = new FaultyProxy(vertx, owner.port(), FaultyProxy.Fault.TRUNCATED, 0, 0);
    Owner from = new Owner(ShuffleTrial.OWNER, "127.0.0.1", await(counting.listen()));
    List<FetchedRegions> fetched = Stream.generate(FetchedRegions::new).limit(6).toList();
    onContext(
        () ->
            Future.all(
                IntStream.range(0, 6)
                    .mapToObj(
                        number ->
                            FetchFile.open(vertx, folder.resolve("fetched-" + number))
                                .compose(
                                    own ->
                                        client
                                            .fetch(from, batch(map, 2), own, fetched.get(number))
                                            .eventually(own::close)))
                    .toList()));
    for (FetchedRegions each : fetched) {
      assertSame(each.only(map), map, 2);
    }
    assertThat(counting.connections()).isEqualTo(2);
  }

  @Test
  void workerThatIsGoneIsGivenUp(Vertx vertx) throws Exception {
    FaultyProxy nobody = new FaultyProxy(vertx, owner.port(), FaultyProxy.Fault.TRUNCATED, 0, 100);
    int port = await(nobody.listen());
    assertThatThrownBy(() -> fetch(map(0, 1), 0, port))
        .cause()
        .isInstanceOf(UnreadableRegionException.class);
    assertThat(nobody.connections()).isEqualTo(3);
  }

  @Test
  void whatIsNotHeldIsNotAskedForAgain(Vertx vertx) throws Exception {
    FaultyProxy counting = new FaultyProxy(vertx, owner.port(), FaultyProxy.Fault.TRUNCATED, 0, 0);
    int port = await(counting.listen());
    assertThatThrownBy(() -> fetch(map(9, 1), 0, port))
        .cause()
        .hasMessage("status 404: the map output isn't held here");
    assertThat(counting.connections()).isEqualTo(1);
  }

  /** An answer that ended before somebody took it was waited for without end. */
  @Test
  void answerIsTakenHoweverSoonItComes(Vertx vertx) throws Exception {
    FetchFile here = await(FetchFile.open(vertx, folder.resolve("here")));
    for (int number = 1; number <= SOON_ANSWERS; number++) {
      FetchedRegions fetched = new FetchedRegions();
      await(client.fetch(owner.server(), batch(map(9, 1), 0), here, fetched));
      assertThat(fetched.lost().get(map(9, 1)))
          .hasMessage("status 404: the map output isn't held here");
    }
  }

  @Test
  void damagedFileIsFoundOut() throws Exception {
    AttemptId map = owner.write(map(0, 1), BYTES);
    flip(owner.files().mapOutput(map), 5_000);
    assertThatThrownBy(() -> fetch(map, 0, owner.port())).cause().hasMessageContaining("crc32c");
    assertThatThrownBy(() -> new HeldOutputs(owner.files()).check(map))
        .hasMessageContaining("crc32c");
    AttemptId other = owner.write(map(1, 1), BYTES);
    new HeldOutputs(owner.files()).check(other);
    flip(owner.files().mapOutput(other), Files.size(owner.files().mapOutput(other)) - 40);
    assertThatThrownBy(() -> fetch(other, 0, owner.port()))
        .cause()
        .hasMessageStartingWith("status 500: ");
  }

  @Test
  void partitionThatIsNotThereIsDamage() throws Exception {
    AttemptId map = owner.write(map(0, 1), 1_000);
    assertThatThrownBy(() -> fetch(map, 3, owner.port()))
        .cause()
        .hasMessageContaining("no partition 3 (expected: 3 partitions)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/shuffle/v1/job-1/s0-m-00000.t1.a1/0",
        "/shuffle/v3/job-1",
        "/shuffle/v3/job-1/-1",
        "/shuffle/v3/job-1/9999999999",
        "/shuffle/v3/../job-1/0",
        "/shuffle/v3/..%2F..%2Fsecret/0",
        "/shuffle/v3/JOB/0"
      })
  void pathThatNamesNoPartitionIsRefused(String path, Vertx vertx) throws Exception {
    assertThat(status(vertx, HttpMethod.POST, path, map(0, 1).name() + "\n")).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "s0-m-00000.t1.a1",
        "s0-m-00000.t1.a1\ns0-m-00001.t1.a1",
        "s0-r-00000.t1.a1\n",
        "s0-m-00000\n",
        "../s0-m-00000.t1.a1\n",
        "s0-m-00000.t1.a1\r\n"
      })
  void bodyThatNamesNoMapsIsRefused(String body, Vertx vertx) throws Exception {
    assertThat(status(vertx, HttpMethod.POST, PATH, body)).isEqualTo(400);
  }

  @Test
  void askingForTooManyIsRefused(Vertx vertx) throws Exception {
    String name = map(0, 1).name() + "\n";
    String some = name.repeat(RegionBatch.MAPS_MAX + 1);
    assertThat(status(vertx, HttpMethod.POST, PATH, some)).isEqualTo(400);
    String many = name.repeat(RegionBatch.BODY_BYTES_MAX / name.length() + 1);
    assertThat(status(vertx, HttpMethod.POST, PATH, many)).isEqualTo(400);
  }

  @Test
  void onlyPostIsServed(Vertx vertx) throws Exception {
    assertThat(status(vertx, HttpMethod.GET, PATH, "")).isEqualTo(405);
  }

  @Test
  void portThatIsTakenIsNamed(Vertx vertx) {
    ShuffleServer second =
        new ShuffleServer(vertx, new HeldOutputs(owner.files()), "192.0.2.1", owner.port());
    assertThatThrownBy(() -> await(second.listen()))
        .cause()
        .hasMessageStartingWith("shuffle.port: " + owner.port() + " at 192.0.2.1: ");
  }

  @Test
  void closedFileTakesNothing() throws Exception {
    AttemptId map = owner.write(map(0, 1), BYTES);
    onContext(file::close);
    assertThatThrownBy(() -> fetch(map, 0, owner.port()))
        .cause()
        .isInstanceOf(FetchFileException.class);
  }

  /** Writes were counted by two threads, and a miscount was waited for without end. */
  @Test
  void fileOfAnotherThreadTakesNothing() throws Exception {
    AttemptId map = owner.write(map(0, 1), BYTES);
    Vertx other = Vertx.vertx();
    try {
      FetchFile foreign = await(FetchFile.open(other, folder.resolve("foreign")));
      assertThatThrownBy(
              () ->
                  onContext(
                      () ->
                          client.fetch(
                              owner.server(), batch(map, 0), foreign, new FetchedRegions())))
          .cause()
          .isInstanceOf(FetchFileException.class)
          .hasMessageContaining("(expected: vert.x-eventloop-thread-");
    } finally {
      await(other.close());
    }
  }

  @Test
  void fileCanBeClosedBetweenTheEndOfAnAnswerAndItsLastWrite() throws Exception {
    AttemptId map = owner.write(map(0, 1), BYTES);
    Promise<Void> closed = Promise.promise();
    assertThatThrownBy(
            () ->
                onContext(
                    () ->
                        client.ask(
                            owner.server(),
                            batch(map, 0),
                            answer -> receiveAndClose(answer, batch(map, 0), closed))))
        .cause()
        .isInstanceOf(FetchFileException.class)
        .hasMessageContaining("closed while");
    await(closed.future());
  }

  @Test
  void indexesOfADroppedJobAreForgotten() throws Exception {
    HeldOutputs held = new HeldOutputs(owner.files());
    AttemptId map = owner.write(map(0, 1), 1_000);
    assertThat(held.region(map, 0).records()).isPositive();
    owner.files().deleteJob(ShuffleTrial.JOB);
    assertThat(held.region(map, 0).records()).isPositive();
    held.forget(ShuffleTrial.JOB);
    assertThatThrownBy(() -> held.region(map, 0)).isInstanceOf(IOException.class);
  }

  private static ShuffleClient.Timeouts timeouts(FaultyProxy.Fault fault) {
    return fault == FaultyProxy.Fault.STALLED ? QUICK : PATIENT;
  }

  /** Fetches one region, or throws why it doesn't come. */
  private Region fetch(AttemptId map, int partition, int port) throws Exception {
    FetchedRegions fetched = new FetchedRegions();
    Owner from = new Owner(ShuffleTrial.OWNER, "127.0.0.1", port);
    onContext(() -> client.fetch(from, batch(map, partition), file, fetched));
    return fetched.only(map);
  }

  private static RegionBatch batch(AttemptId map, int partition) {
    return new RegionBatch(ShuffleTrial.JOB, partition, List.of(map));
  }

  private <T> T onContext(Supplier<Future<T>> action) throws Exception {
    Promise<T> done = Promise.promise();
    context.runOnContext(run -> action.get().onComplete(done));
    return await(done.future());
  }

  private Future<Void> receiveAndClose(
      HttpClientResponse answer, RegionBatch asked, Promise<Void> closed) {
    answer.end().compose(end -> file.close()).onComplete(closed);
    try {
      return file.receive(answer, ShuffleClient.regions(answer, asked), arrival -> {});
    } catch (UnreadableRegionException e) {
      return Future.failedFuture(e);
    }
  }

  private int status(Vertx vertx, HttpMethod method, String path, String body) throws Exception {
    HttpClient http = vertx.createHttpClient();
    return await(
        http.request(method, owner.port(), "127.0.0.1", path)
            .compose(request -> request.send(body).compose(ShuffleTest::status)));
  }

  private static Future<Integer> status(HttpClientResponse response) {
    return response
        .body()
        .map(
            problem -> {
              assertThat(problem.toJsonObject().getMap())
                  .containsEntry("status", response.statusCode())
                  .containsKey("detail");
              return response.statusCode();
            });
  }

  private void assertSame(Region fetched, AttemptId map, int partition) throws IOException {
    owner.assertSame(fetched, map, partition);
  }

  private static void flip(Path path, long at) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(path.toFile(), "rw")) {
      bytes.seek(at);
      int value = bytes.read();
      bytes.seek(at);
      bytes.write(value ^ 1);
    }
  }
}
