package dev.cobnut.master.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.scheduler.Save;
import dev.cobnut.runtime.checkpoint.SavedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class JournalCodecTest {
  private static final SavedImage IDLE =
      SavedImage.of(
          new Save.SaveIdle(
              new TaskId(new JobId("job"), 0, TaskKind.MAP, 1),
              1,
              Optional.empty(),
              Optional.empty()));

  @Test
  void truncatedObjectsAreDamageToo() throws Exception {
    byte[] bytes = JournalCodec.encode(new Segment(2, 1, "n", List.of(IDLE)));
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> JournalCodec.segment("o", 2, cut))
          .isInstanceOf(DamagedJournalException.class);
    }
    assertThat(JournalCodec.segment("o", 2, bytes).images()).containsExactly(IDLE);
    assertThatThrownBy(() -> JournalCodec.segment("o", 3, bytes)).hasMessageContaining("number 2");
  }
}
