package dev.cobnut.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.job.io.TextInput;
import dev.cobnut.job.io.TextOutput;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobPlanTest {
  private static final Serde<Long> OTHER_LONGS =
      new Serde<>() {
        @Override
        public void encode(Long value, ByteOutput out) {
          out.putLong(value);
        }

        @Override
        public Long decode(byte[] bytes, int offset, int length) {
          return Int64Serde.read(bytes, offset) ^ Long.MIN_VALUE;
        }
      };

  @Test
  void aPlanHoldsWhatItWasBuiltFrom() {
    JobPlan plan =
        JobPlan.read(TextInput.lines())
            .map(
                Serdes.utf8(),
                Serdes.int64(),
                (line, out, task) -> line.words().forEach(word -> out.emit(word, 1L)))
            .combine(Aggregates.sum())
            .totalOrder()
            .reduce(Aggregates.sum())
            .write(TextOutput.tabSeparated());
    assertThat(plan.stages()).hasSize(1);
    StagePlan<?, ?, ?, ?, ?> stage = plan.stages().get(0);
    assertThat(stage.keys()).isSameAs(Serdes.utf8());
    assertThat(stage.combining()).isInstanceOf(Combining.ByAggregate.class);
    assertThat(stage.partitioning()).isInstanceOf(Partitioning.TotalOrder.class);
    assertThat(stage.reducing()).isInstanceOf(Reducing.ByAggregate.class);
    assertThat(stage.mapper()).isInstanceOf(LongMapper.class);
  }

  @Test
  void nothingIsTheDefaultOfWhatIsLeftOut() {
    StagePlan<?, ?, ?, ?, ?> stage =
        JobPlan.read(TextInput.strings())
            .map(Serdes.string(), Serdes.none(), (line, out, task) -> {})
            .reduce((key, values, out, task) -> out.emit(key, key))
            .write(TextOutput.keys())
            .stages()
            .get(0);
    assertThat(stage.combining()).isInstanceOf(Combining.None.class);
    assertThat(stage.partitioning()).isInstanceOf(Partitioning.Hashed.class);
    assertThat(stage.reducing()).isInstanceOf(Reducing.ByFunction.class);
  }

  @Test
  void aggregatesOfLongsNeedTheLongsOfSerdes() {
    JobPlan.Mapped<String, String, Long> mapped =
        JobPlan.read(TextInput.strings())
            .map(Serdes.string(), OTHER_LONGS, (line, out, task) -> out.emit(line, 1L));
    assertThatThrownBy(() -> mapped.combine(Aggregates.sum()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("aggregate: SUM over values of ")
        .hasMessageEndingWith(" (expected: Serdes.int64())");
    assertThatThrownBy(() -> mapped.reduce(Aggregates.max()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(mapped.reduce(Aggregates.first())).isNotNull();
  }

  @Test
  void aggregatesFoldAsTheirNamesSay() {
    assertThat(Aggregates.sum().fold(Long.MAX_VALUE, 1)).isEqualTo(Long.MIN_VALUE);
    assertThat(Aggregates.min().fold(-1, 2)).isEqualTo(-1);
    assertThat(Aggregates.max().fold(-1, 2)).isEqualTo(2);
    assertThat(Aggregates.first().isOfLongs()).isFalse();
    assertThatThrownBy(() -> Aggregates.first().fold(1, 2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("operation: FIRST (expected: one of single longs)");
  }

  @Test
  void longMappersServeEmittersThatBox() throws Exception {
    LongMapper<String, String> mapper = (record, out, task) -> out.emit(record, 3L);
    List<Pair<String, Long>> emitted = new ArrayList<>();
    Emitter<String, Long> boxing = (key, value) -> emitted.add(new Pair<>(key, value));
    mapper.map(
        "a",
        boxing,
        new TaskContext() {
          @Override
          public void count(String counter, long delta) {}

          @Override
          public RecordPlace place() {
            return RecordPlace.NONE;
          }
        });
    assertThat(emitted).containsExactly(new Pair<>("a", 3L));
    LongEmitter<String> unboxed = (key, value) -> {};
    assertThat(LongEmitter.over(unboxed)).isSameAs(unboxed);
  }

  @Test
  void placesSayWhereTheyAre() {
    assertThat(new RecordPlace("/data/a.txt", "a.txt", 17)).hasToString("/data/a.txt at byte 17");
    assertThat(RecordPlace.NONE).hasToString("no record");
  }
}
