package dev.cobnut.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class NamesTest {
  private static final JobId JOB = new JobId("k3f9");
  private static final Pattern TASK = Pattern.compile("s\\d{1,4}-[mr]-\\d{1,9}");
  private static final Pattern ATTEMPT = Pattern.compile(TASK + "\\.t\\d{1,18}\\.a\\d{1,9}");

  @Test
  void whatIsWrittenIsReadBack() {
    for (TaskId task :
        new TaskId[] {
          new TaskId(JOB, 0, TaskKind.MAP, 17),
          new TaskId(JOB, 9_999, TaskKind.REDUCE, 999_999_999),
          new TaskId(JOB, 3, TaskKind.MAP, 0)
        }) {
      assertThat(TaskId.parse(JOB, task.name())).isEqualTo(task);
      AttemptId attempt = new AttemptId(task, 999_999_999_999_999_999L, 999_999_999);
      assertThat(AttemptId.parse(JOB, attempt.name())).isEqualTo(attempt);
    }
  }

  @Test
  void whatNobodyWritesIsRefused() {
    SplittableRandom random = new SplittableRandom(7);
    String good = "s0-m-00017.t3.a1";
    int taken = 0;
    for (int round = 0; round < 200_000; round++) {
      StringBuilder changed = new StringBuilder(good);
      for (int changes = random.nextInt(3); changes >= 0; changes--) {
        char character = "s0-mr.ta19\u0663 ".charAt(random.nextInt(12));
        int at = random.nextInt(changed.length());
        switch (random.nextInt(3)) {
          case 0 -> changed.setCharAt(at, character);
          case 1 -> changed.insert(at, character);
          default -> changed.deleteCharAt(at);
        }
      }
      String name = changed.toString();
      assertThat(isTaken(() -> AttemptId.parse(JOB, name)))
          .as(name)
          .isEqualTo(ATTEMPT.matcher(name).matches());
      String task = name.substring(0, Math.min(name.length(), 10));
      assertThat(isTaken(() -> TaskId.parse(JOB, task)))
          .as(task)
          .isEqualTo(TASK.matcher(task).matches());
      taken += ATTEMPT.matcher(name).matches() ? 1 : 0;
    }
    assertThat(taken).isBetween(1_000, 199_000);
  }

  private static boolean isTaken(Runnable reading) {
    try {
      reading.run();
      return true;
    } catch (IllegalArgumentException refused) {
      return false;
    }
  }

  @Test
  void tooLongNumbersAreRefused() {
    for (String name :
        new String[] {
          "s10000-m-1.t1.a1",
          "s0-m-1000000000.t1.a1",
          "s0-m-1.t1000000000000000000.a1",
          "s0-m-1.t1.a1000000000",
          ""
        }) {
      assertThatThrownBy(() -> AttemptId.parse(JOB, name))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("attempt: \"" + name + "\" (expected: as in s0-m-00017.t3.a1)");
    }
  }

  @Test
  void jobIdsAreOfFewCharacters() {
    assertThat(new JobId("a-z0".repeat(16)).value()).hasSize(64);
    for (String value : new String[] {"", "a".repeat(65), "A", "a/b", "a_b", "\u00e4", "a b"}) {
      assertThatThrownBy(() -> new JobId(value))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("job id: \"" + value + "\" (expected: 1 to 64 of a-z 0-9 -)");
    }
  }
}
