package dev.cobnut.worker.shuffle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class AskPaceTest {
  private static final long BEGIN = 1_000_000;

  private final AskPace pace = new AskPace(BEGIN);

  @Test
  void questionWithoutAnswerIsAskedAgain() {
    pace.asked(BEGIN);
    assertThat(pace.isDue(BEGIN + AskPace.ANSWER_MS - 1)).isFalse();
    assertThat(pace.isDue(BEGIN + AskPace.ANSWER_MS)).isTrue();
  }

  @Test
  void whoIsToldByItselfNeverAsks() {
    pace.asked(BEGIN);
    for (long now = BEGIN; now < BEGIN + 100 * AskPace.SILENCE_MS; now += 250) {
      pace.heard(now, true);
      assertThat(pace.isDue(now + 250)).isFalse();
    }
  }

  @Test
  void silenceIsTakenForALossAndThenEndured() {
    pace.heard(BEGIN, true);
    long now = BEGIN;
    for (long patience : new long[] {5_000, 10_000, 10_000}) {
      assertThat(pace.isDue(now + patience - 1)).isFalse();
      now += patience;
      assertThat(pace.isDue(now)).isTrue();
      pace.asked(now);
      pace.heard(now, false);
    }
    pace.heard(now, true);
    assertThat(pace.isDue(now + AskPace.SILENCE_MS)).isTrue();
  }

  @Test
  void questionThatIsAskedTwiceIsOneLossOfPatience() {
    pace.asked(BEGIN + AskPace.SILENCE_MS);
    pace.asked(BEGIN + AskPace.SILENCE_MS + AskPace.ANSWER_MS);
    pace.heard(BEGIN + 2 * AskPace.SILENCE_MS, false);
    assertThat(pace.isDue(BEGIN + 4 * AskPace.SILENCE_MS - 1)).isFalse();
    assertThat(pace.isDue(BEGIN + 4 * AskPace.SILENCE_MS)).isTrue();
  }
}
