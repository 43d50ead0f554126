package dev.cobnut.worker.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** Notes all progress that an attempt tells, and never stops it. */
public final class ToldProgress implements TaskControl {
  /** What was told at once. */
  public record Told(long doneBytes, long totalBytes) {}

  private final List<Told> told = new ArrayList<>();

  @Override
  public boolean stopped() {
    return false;
  }

  @Override
  public void progress(long doneBytes, long totalBytes) {
    told.add(new Told(doneBytes, totalBytes));
  }

  public List<Told> told() {
    return told;
  }

  /** What was told never went back, and came to the end. */
  public void requireWhole() {
    assertThat(told).extracting(Told::doneBytes).isSorted();
    assertThat(told).allMatch(each -> each.doneBytes() <= each.totalBytes());
    Told last = told.get(told.size() - 1);
    assertThat(last.doneBytes()).isEqualTo(last.totalBytes()).isPositive();
  }

  /** The longest way that the numbers went at once. */
  public long longestStepBytes() {
    long longest = 0;
    long before = 0;
    for (Told each : told) {
      longest = Math.max(longest, each.doneBytes() - before);
      before = each.doneBytes();
    }
    return longest;
  }
}
