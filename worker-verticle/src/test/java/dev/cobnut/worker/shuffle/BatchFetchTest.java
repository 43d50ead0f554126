package dev.cobnut.worker.shuffle;

import static dev.cobnut.worker.shuffle.ShuffleTrial.JOB;
import static dev.cobnut.worker.shuffle.ShuffleTrial.OWNER;
import static dev.cobnut.worker.shuffle.ShuffleTrial.await;
import static dev.cobnut.worker.shuffle.ShuffleTrial.map;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.worker.run.Region;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Several regions with one request, through a proxy that breaks answers and notes requests. */
@ExtendWith(VertxExtension.class)
@Timeout(60)
final class BatchFetchTest {
  private static final int SMALL_BYTES = 3_000;
  private static final int PARTITION = 2;

  /** Of an answer, until it breaks: some small regions, and a piece of one. */
  private static final int BREAK_BYTES = 100_000;

  private static final ShuffleClient.Timeouts PATIENT =
      new ShuffleClient.Timeouts(10_000, 10_000, 10);
  private static final ShuffleClient.Timeouts QUICK = new ShuffleClient.Timeouts(1_000, 1_000, 10);

  @TempDir Path folder;
  private final FetchedRegions fetched = new FetchedRegions();
  private final List<AttemptId> maps = new ArrayList<>();
  private ShuffleTrial owner;
  private Context context;
  private FetchFile file;
  private FaultyProxy proxy;
  private int port;

  @BeforeEach
  void prepare(Vertx vertx) throws Exception {
    owner = new ShuffleTrial(vertx, folder);
    context = vertx.getOrCreateContext();
    file = onContext(() -> FetchFile.open(vertx, folder.resolve("fetched")));
    through(vertx, FaultyProxy.Fault.TRUNCATED, 0);
  }

  @Test
  void oneRequestBringsManyRegions(Vertx vertx) throws Exception {
    write(64, SMALL_BYTES);
    fetch(vertx, PATIENT);
    assertThat(fetched.came().keySet()).containsExactlyElementsOf(maps);
    assertThat(proxy.asked()).hasSize(1);
    assertAllAsWritten();
  }

  @Test
  void emptyRegionsComeToo(Vertx vertx) throws Exception {
    write(RegionBatch.MAPS_MAX, 0);
    fetch(vertx, PATIENT);
    assertThat(fetched.came().keySet()).containsExactlyElementsOf(maps);
    assertThat(proxy.asked()).hasSize(1);
    assertAllAsWritten();
  }

  @Test
  void missingRegionIsToldAndTheOthersCome(Vertx vertx) throws Exception {
    write(20, SMALL_BYTES);
    Files.delete(owner.files().mapOutput(maps.get(0)));
    Files.delete(owner.files().mapOutput(maps.get(7)));
    fetch(vertx, PATIENT);
    assertThat(fetched.lost()).containsOnlyKeys(maps.get(0), maps.get(7));
    assertThat(fetched.lost().get(maps.get(7)))
        .hasMessage("status 404: the map output isn't held here");
    assertThat(fetched.came()).hasSize(18);
    assertThat(proxy.asked()).hasSize(1);
    assertAllAsWritten();
  }

  @Test
  void regionThatIsDamagedOnTheDiskIsToldAndTheOthersCome(Vertx vertx) throws Exception {
    write(20, SMALL_BYTES);
    spoil(maps.get(7), SMALL_BYTES + 500);
    spoil(maps.get(19), Files.size(owner.files().mapOutput(maps.get(19))) - 40);
    fetch(vertx, PATIENT);
    assertThat(fetched.lost()).containsOnlyKeys(maps.get(7), maps.get(19));
    assertThat(fetched.lost().values())
        .allSatisfy(
            reason ->
                assertThat(reason)
                    .hasMessageStartingWith("status 500: ")
                    .hasMessageContaining("crc32c"));
    assertThat(fetched.came()).hasSize(18);
    assertThat(proxy.asked()).hasSize(1);
    assertAllAsWritten();
  }

  /** The server stops in front of what has no room, and sends a large region alone. */
  @Test
  void whatHasNoRoomInAnAnswerIsLeft(Vertx vertx) throws Exception {
    write(6, 60_000);
    write(2, 200_000);
    write(2, SMALL_BYTES);
    fetch(vertx, PATIENT);
    assertThat(fetched.came().keySet()).containsExactlyElementsOf(maps.subList(0, 4));
    assertThat(fetched.left()).containsExactlyElementsOf(maps.subList(4, 10));

    List<List<AttemptId>> answers = new ArrayList<>();
    for (List<AttemptId> rest = List.copyOf(fetched.left()); !rest.isEmpty(); ) {
      FetchedRegions next = new FetchedRegions();
      fetch(vertx, PATIENT, rest, next);
      answers.add(List.copyOf(next.came().keySet()));
      fetched.came().putAll(next.came());
      rest = next.left();
    }
    assertThat(answers)
        .containsExactly(
            maps.subList(4, 6), maps.subList(6, 7), maps.subList(7, 8), maps.subList(8, 10));
    assertThat(proxy.asked()).hasSize(5);
    assertAllAsWritten();
  }

  @ParameterizedTest
  @EnumSource(value = FaultyProxy.Fault.class, mode = Mode.EXCLUDE, names = "CORRUPT")
  void whatCameBeforeABreakIsKept(FaultyProxy.Fault fault, Vertx vertx) throws Exception {
    write(64, SMALL_BYTES);
    through(vertx, fault, 1);
    fetch(vertx, fault == FaultyProxy.Fault.STALLED ? QUICK : PATIENT);
    assertThat(proxy.faults()).isEqualTo(1);

    int came = fetched.came().size();
    if (fault != FaultyProxy.Fault.RESET) {
      // A reset may overtake bytes, so that fewer come.
      assertThat(came).isEqualTo(brokenPlace() + 1);
    }
    assertThat(fetched.came().keySet()).containsExactlyElementsOf(maps.subList(0, came));
    assertThat(fetched.left()).containsExactlyElementsOf(maps.subList(came, 64));
    assertThat(proxy.asked()).containsExactly(names(maps), names(maps.subList(came - 1, came)));
    assertAllAsWritten();
  }

  @Test
  void regionInWhichAnswersAlwaysBreakIsLostAlone(Vertx vertx) throws Exception {
    write(1, SMALL_BYTES);
    write(1, 200_000);
    write(10, SMALL_BYTES);
    through(vertx, FaultyProxy.Fault.TRUNCATED, 100);
    fetch(vertx, PATIENT, maps.subList(1, 12), fetched);
    assertThat(fetched.lost()).containsOnlyKeys(maps.get(1));
    assertThat(fetched.lost().get(maps.get(1))).hasMessageStartingWith("3 tries at 127.0.0.1:");
    assertThat(fetched.left()).containsExactlyElementsOf(maps.subList(2, 12));
    assertThat(proxy.faults()).isEqualTo(3);
    assertThat(proxy.asked()).hasSize(3);
  }

  @Test
  void regionThatIsSpoiledOnItsWayIsFetchedAgainAlone(Vertx vertx) throws Exception {
    write(64, SMALL_BYTES);
    through(vertx, FaultyProxy.Fault.CORRUPT, 1);
    fetch(vertx, PATIENT);
    assertThat(proxy.faults()).isEqualTo(1);
    int spoiled = brokenPlace();
    assertThat(fetched.came()).containsOnlyKeys(maps);
    assertThat(proxy.asked()).containsExactly(names(maps), List.of(maps.get(spoiled).name()));
    assertThat(proxy.connections()).isEqualTo(2);
    assertAllAsWritten();
  }

  /** Nothing behind it can be told apart; what lies before it in the same bytes counts. */
  @Test
  void spoiledHeadEndsAnAnswer(Vertx vertx) throws Exception {
    write(64, 0);
    proxy = new FaultyProxy(vertx, owner.port(), FaultyProxy.Fault.CORRUPT, 1_000, 1);
    port = await(proxy.listen());
    fetch(vertx, PATIENT);
    assertThat(proxy.faults()).isEqualTo(1);
    int came = fetched.came().size();
    assertThat(came).isBetween(20, 1_000 / RegionHead.BYTES);
    assertThat(fetched.left()).containsExactlyElementsOf(maps.subList(came, 64));
    assertThat(proxy.asked()).containsExactly(names(maps), names(maps.subList(came - 1, came)));
  }

  @Test
  void allOfAWorkerThatIsGoneAreLostAfterThreeTries(Vertx vertx) throws Exception {
    write(64, SMALL_BYTES);
    proxy = new FaultyProxy(vertx, owner.port(), FaultyProxy.Fault.TRUNCATED, 0, 100);
    port = await(proxy.listen());
    fetch(vertx, PATIENT);
    assertThat(fetched.lost()).containsOnlyKeys(maps);
    assertThat(fetched.lost().values())
        .allSatisfy(reason -> assertThat(reason).hasMessageStartingWith("3 tries at 127.0.0.1:"));
    assertThat(proxy.asked()).hasSize(3);
  }

  @Test
  void withoutMemoryForCopiesRegionsComeOneByOne(Vertx vertx) throws Exception {
    write(10, SMALL_BYTES);
    serveWith(vertx, 0);
    assertThat(requestsFor(vertx, maps)).isEqualTo(10);
    assertThat(fetched.came().keySet()).containsExactlyElementsOf(maps);
    assertAllAsWritten();
  }

  @Test
  void memoryOfAnAnswerIsFreeOnceItIsSent(Vertx vertx) throws Exception {
    write(10, SMALL_BYTES);
    write(1, 200_000);
    maps.add(map(maps.size(), 1));
    serveWith(vertx, 1);
    int times = 20;
    int requests = 0;
    for (int time = 0; time < times; time++) {
      fetched.clear();
      requests += requestsFor(vertx, maps);
    }
    // Three each time, and a few more where one came before the last one was known to be sent.
    assertThat(requests).isBetween(3 * times, 6 * times);
    assertThat(fetched.lost()).containsOnlyKeys(maps.get(11));
    assertAllAsWritten();
  }

  private void serveWith(Vertx vertx, int copiesMax) throws Exception {
    HeldOutputs held = new HeldOutputs(owner.files());
    port = await(new ShuffleServer(vertx, held, "127.0.0.1", 0, copiesMax).listen());
  }

  /** How many it takes until none is left. */
  private int requestsFor(Vertx vertx, List<AttemptId> wanted) throws Exception {
    int requests = 0;
    for (List<AttemptId> rest = wanted; !rest.isEmpty(); requests++) {
      FetchedRegions next = new FetchedRegions();
      fetch(vertx, PATIENT, rest, next);
      fetched.came().putAll(next.came());
      fetched.lost().putAll(next.lost());
      rest = next.left();
    }
    return requests;
  }

  private void through(Vertx vertx, FaultyProxy.Fault fault, int times) throws Exception {
    proxy = new FaultyProxy(vertx, owner.port(), fault, BREAK_BYTES, times);
    port = await(proxy.listen());
  }

  /** Of the region in which the answer breaks. */
  private int brokenPlace() throws IOException {
    long bytes = new HeldOutputs(owner.files()).region(maps.get(0), PARTITION).bytes();
    return (int) (BREAK_BYTES / (bytes + RegionHead.BYTES));
  }

  private void write(int count, int bytes) throws IOException {
    for (int written = 0; written < count; written++) {
      maps.add(owner.write(map(maps.size(), 1), bytes));
    }
  }

  private void fetch(Vertx vertx, ShuffleClient.Timeouts timeouts) throws Exception {
    fetch(vertx, timeouts, maps, fetched);
  }

  private void fetch(
      Vertx vertx, ShuffleClient.Timeouts timeouts, List<AttemptId> wanted, FetchedRegions into)
      throws Exception {
    ShuffleClient client = new ShuffleClient(vertx, 4, timeouts);
    RegionBatch batch = new RegionBatch(JOB, PARTITION, wanted);
    onContext(() -> client.fetch(new Owner(OWNER, "127.0.0.1", port), batch, file, into));
    assertThat(into.came().size() + into.lost().size() + into.left().size())
        .isEqualTo(wanted.size());
  }

  private static List<String> names(List<AttemptId> maps) {
    return maps.stream().map(AttemptId::name).toList();
  }

  private void assertAllAsWritten() throws Exception {
    onContext(file::close);
    for (Map.Entry<AttemptId, Region> each : fetched.came().entrySet()) {
      owner.assertSame(each.getValue(), each.getKey(), PARTITION);
    }
  }

  private void spoil(AttemptId map, long at) throws IOException {
    try (RandomAccessFile bytes =
        new RandomAccessFile(owner.files().mapOutput(map).toFile(), "rw")) {
      bytes.seek(at);
      int value = bytes.read();
      bytes.seek(at);
      bytes.write(value ^ 1);
    }
  }

  private <T> T onContext(Supplier<Future<T>> action) throws Exception {
    Promise<T> done = Promise.promise();
    context.runOnContext(run -> action.get().onComplete(done));
    return await(done.future());
  }
}
