package dev.cobnut.worker.shuffle;

import static dev.cobnut.worker.shuffle.ShuffleTrial.JOB;
import static dev.cobnut.worker.shuffle.ShuffleTrial.map;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.model.AttemptId;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(VertxExtension.class)
final class BatchAnswerTest {
  private static final int MAPS = 10;

  @TempDir Path folder;
  private ShuffleTrial owner;
  private HeldOutputs held;
  private RegionBatch batch;

  @BeforeEach
  void prepare(Vertx vertx) throws Exception {
    owner = new ShuffleTrial(vertx, folder);
    held = new HeldOutputs(owner.files());
    List<AttemptId> maps = new ArrayList<>();
    for (int index = 0; index < MAPS; index++) {
      maps.add(owner.write(map(index, 1), 1_000));
    }
    batch = new RegionBatch(JOB, 0, maps);
  }

  @Test
  void smallRegionsGoTogether() throws Exception {
    BatchAnswer.Copied all = copied(BatchAnswer.gather(held, batch, BatchAnswer.COPIED_BYTES_MAX));
    assertThat(all.regions()).isEqualTo(MAPS);
    assertThat(all.bytes().length()).isBetween(MAPS * 800, MAPS * 1_100);
  }

  @Test
  void regionGoesAloneAndUncopiedWhereThereIsNoMemory() throws Exception {
    BatchAnswer answer = BatchAnswer.gather(held, batch, 0);
    answer.close();
    assertThat(answer)
        .isInstanceOfSatisfying(
            BatchAnswer.Sent.class,
            sent ->
                assertThat(sent.region().file())
                    .isEqualTo(owner.files().mapOutput(batch.maps().get(0))));
  }

  /** The receiver waits for the first byte, and breaks off where it waits long. */
  @Test
  void slowDiskEndsAnAnswerEarly() throws Exception {
    BatchAnswer.Gathering late =
        new BatchAnswer.Gathering(held, batch, BatchAnswer.COPIED_BYTES_MAX);
    assertThat(copied(late.run(System.nanoTime() - 1)).regions()).isEqualTo(1);
  }

  @Test
  void missingOutputTakesNoMemory() throws Exception {
    Files.delete(owner.files().mapOutput(batch.maps().get(0)));
    assertThat(copied(BatchAnswer.gather(held, batch, 0)).regions()).isEqualTo(1);
  }

  private static BatchAnswer.Copied copied(BatchAnswer answer) {
    assertThat(answer).isInstanceOf(BatchAnswer.Copied.class);
    return (BatchAnswer.Copied) answer;
  }
}
