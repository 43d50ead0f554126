package dev.cobnut.runtime.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.MapOutputLocation;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.model.TaskResult;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.core.scheduler.Save;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class MapsCodecTest {
  private static final int COUNTERS = 8;

  @Test
  void entryComesBackEqual() {
    List<SavedImage> images = completedMaps(EntryNames.TASKS_AN_ENTRY);

    MapsCodec.Entry entry = MapsCodec.entry(MapsCodec.encode(42, images));

    assertThat(entry.segment()).isEqualTo(42);
    assertThat(entry.images().all()).isEqualTo(images);
  }

  @Test
  void headerComesBackEqual() {
    Header header = new Header(42, 40, Map.of("k3f9", 41L, "k3f9/s0-m/3", Header.GONE));

    assertThat(MapsCodec.header(MapsCodec.encode(header))).isEqualTo(header);
  }

  @Test
  void entryIsNoHeader() {
    assertThatThrownBy(() -> MapsCodec.header(MapsCodec.encode(1, List.of())))
        .isInstanceOf(SaveException.class)
        .hasMessage("maps: kind 17 (expected: 18)");
  }

  @Test
  void everyShorterFormIsRefused() {
    byte[] bytes = MapsCodec.encode(42, completedMaps(3));
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> MapsCodec.entry(cut)).isInstanceOf(SaveException.class);
    }
  }

  /** What a master keeps for the maps of a million tasks, beside 170 MB of its scheduler. */
  @Test
  void entryTakesAQuarterOfItsImages() {
    List<SavedImage> images = completedMaps(EntryNames.TASKS_AN_ENTRY);
    int plain = images.stream().mapToInt(image -> image.bytes().length).sum();

    int bytes = MapsCodec.encode(1, images).length;

    assertThat(bytes).isLessThan(plain / 4);
    assertThat(bytes / EntryNames.TASKS_AN_ENTRY).isLessThan(170);
  }

  /** Maps with counters that differ, on many workers. */
  private static List<SavedImage> completedMaps(int count) {
    Random random = new Random(1);
    List<SavedImage> images = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      TaskId task = new TaskId(new JobId("k3f9abcdefghijkm"), 0, TaskKind.MAP, index);
      AttemptId attempt = new AttemptId(task, 4, 1);
      int node = random.nextInt(1_800);
      Map<String, Long> counters = new TreeMap<>();
      for (int counter = 0; counter < COUNTERS; counter++) {
        counters.put("cobnut.counter" + counter, (long) random.nextInt(10_000_000));
      }
      long startedMs = 1_764_100_000_000L + random.nextInt(10_000_000);
      images.add(
          SavedImage.of(
              new Save.SaveCompleted(
                  task,
                  attempt,
                  false,
                  new MapOutputLocation(
                      attempt,
                      new WorkerId("node-" + node, Long.toHexString(new Random(node).nextLong())),
                      "10.0." + node / 250 + "." + node % 250,
                      4711),
                  new TaskResult.MapOutput(random.nextInt(64 << 20), counters),
                  startedMs,
                  startedMs + random.nextInt(100_000))));
    }
    return images;
  }
}
