package dev.cobnut.core.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IndexSetTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 63, 64, 65, 4096, 4097, 300_000})
  void behavesAsASortedSet(int capacity) {
    IndexSet set = new IndexSet(capacity);
    TreeSet<Integer> reference = new TreeSet<>();
    SplittableRandom random = new SplittableRandom(capacity);
    for (int step = 0; step < 20_000; step++) {
      int index = random.nextInt(capacity);
      if (random.nextInt(3) == 0) {
        set.add(index);
        reference.add(index);
      } else {
        set.remove(index);
        reference.remove(index);
      }
      int from = random.nextInt(capacity + 1);
      Integer next = reference.ceiling(from);
      assertThat(set.next(from)).isEqualTo(next == null ? -1 : next);
      assertThat(set.size()).isEqualTo(reference.size());
      assertThat(set.contains(index)).isEqualTo(reference.contains(index));
    }
  }

  @Test
  void emptyCapacityHoldsNothing() {
    IndexSet set = new IndexSet(0);

    assertThat(set.isEmpty()).isTrue();
    assertThat(set.next(0)).isEqualTo(-1);
  }
}
