package dev.cobnut.worker.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.job.Partitioning;
import dev.cobnut.job.TotalOrder;
import dev.cobnut.worker.run.TestRecord;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class PartitionsTest {
  /** Among random keys are empty ones, prefixes of others, and such as differ late. */
  @Test
  void rangesAreThoseOfTheTotalOrder() {
    SplittableRandom random = new SplittableRandom(13);
    int ties = 0;
    for (int round = 0; round < 300; round++) {
      List<byte[]> sorted =
          Stream.generate(() -> TestRecord.randomKey(random))
              .limit(1 + random.nextInt(60))
              .sorted(Arrays::compareUnsigned)
              .toList();
      List<byte[]> boundaries = TotalOrder.boundaries(sorted, 1 + random.nextInt(20));
      Partitions<byte[]> partitions =
          Partitions.of(new Partitioning.TotalOrder<>(), 20, boundaries);
      for (int count = 0; count < 50; count++) {
        byte[] key =
            random.nextBoolean()
                ? TestRecord.randomKey(random)
                : sorted.get(random.nextInt(sorted.size()));
        ties += boundaries.stream().anyMatch(each -> Arrays.equals(each, key)) ? 1 : 0;

        assertThat(partitions.of(key, key, 0, key.length))
            .isEqualTo(TotalOrder.partition(key, 0, key.length, boundaries));
      }
    }
    assertThat(ties).isGreaterThan(100);
  }
}
