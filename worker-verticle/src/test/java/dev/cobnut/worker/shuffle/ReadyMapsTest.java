package dev.cobnut.worker.shuffle;

import static dev.cobnut.worker.shuffle.ShuffleTrial.map;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.model.MapOutputLocation;
import dev.cobnut.core.model.WorkerId;
import org.junit.jupiter.api.Test;

final class ReadyMapsTest {
  private final ReadyMaps ready = new ReadyMaps();

  @Test
  void workersTakeTurns() {
    for (int index = 0; index < 6; index++) {
      ready.add(at(index, index % 2));
    }
    Owner first = ready.next();
    assertThat(ready.take(first, 2)).containsExactly(map(0, 1), map(2, 1));
    Owner second = ready.next();
    assertThat(second).isNotEqualTo(first);
    assertThat(ready.take(second, 100)).containsExactly(map(1, 1), map(3, 1), map(5, 1));
    assertThat(ready.next()).isEqualTo(first);
    assertThat(ready.take(first, 1)).containsExactly(map(4, 1));
    assertThat(ready.isEmpty()).isTrue();
  }

  @Test
  void whatIsPutBackComesFirst() {
    ready.add(at(0, 0));
    ready.add(at(1, 0));
    ready.addFirst(at(2, 0));
    assertThat(ready.take(ready.next(), 100)).containsExactly(map(2, 1), map(0, 1), map(1, 1));
  }

  @Test
  void mapThatLiesElsewhereByNowIsTakenOut() {
    ready.add(at(0, 0));
    ready.add(at(1, 0));
    assertThat(ready.remove(at(0, 1))).isFalse();
    assertThat(ready.remove(at(0, 0))).isTrue();
    assertThat(ready.remove(at(0, 0))).isFalse();
    assertThat(ready.remove(at(1, 0))).isTrue();
    assertThat(ready.isEmpty()).isTrue();
  }

  private static MapOutputLocation at(int index, int worker) {
    return new MapOutputLocation(
        map(index, 1), new WorkerId("w" + worker, "1"), "127.0.0.1", 1_000 + worker);
  }
}
