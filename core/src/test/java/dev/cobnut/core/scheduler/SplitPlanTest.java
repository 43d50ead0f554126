package dev.cobnut.core.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.model.FileSlice;
import dev.cobnut.core.model.Split;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SplitPlanTest {
  @Test
  void splitsComeOutAsTheyWentIn() {
    FileSlice whole = new FileSlice("/in/a", "a", 0, 10, 10, 1);
    FileSlice begin = new FileSlice("/in/b", "b", 0, 7, 20, 2);
    FileSlice end = new FileSlice("/in/b", "b", 7, 20, 20, 2);
    FileSlice sameName = new FileSlice("/in/b", "other/b", 7, 20, 20, 2);
    List<Split> splits =
        List.of(
            new Split(List.of(whole, begin)),
            new Split(List.of()),
            new Split(List.of(end)),
            new Split(List.of(sameName, whole)));
    SplitPlan plan = SplitPlan.of(splits);

    assertThat(plan.size()).isEqualTo(4);
    for (int index = 0; index < splits.size(); index++) {
      assertThat(plan.split(index)).isEqualTo(splits.get(index));
    }
    assertThat(plan.firstFile(1)).isEmpty();
    assertThat(plan.firstFile(2)).isEqualTo("/in/b");
  }
}
