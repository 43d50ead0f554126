package dev.cobnut.runtime.json;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A list of attempts, which may be a hundred thousand: all that a worker holds. Neighbours that
 * differ in their index alone, and ascend, share a text such as {@code job/s0-m.t3.a1 0+16 1 1+20}:
 * each number says how many indexes are passed over since the one before, {@code +n} that n more
 * follow without a gap. So 0 to 16, 18, 20 to 40. Where one of ten is held that is some 3 bytes an
 * attempt; a text for each would be 60. Immutable.
 */
record AttemptList() implements Form {
  private static final Pattern HEAD =
      Pattern.compile("([^/]*)/s(\\d{1,4})-([mr])\\.t(\\d{1,18})\\.a(\\d{1,9})");
  private static final Pattern STEP = Pattern.compile("(\\d{1,9})(?:\\+(\\d{1,9}))?");

  /** More than a cluster has tasks, so that a short text can't stand for a list without end. */
  private static final int ATTEMPTS_MAX = 4_000_000;

  @Override
  public Object toTree(Object value) {
    List<String> tree = new ArrayList<>();
    List<?> attempts = (List<?>) value;
    int from = 0;
    while (from < attempts.size()) {
      int to = from + 1;
      while (to < attempts.size() && follows(attempts.get(to - 1), attempts.get(to))) {
        to++;
      }
      tree.add(text(attempts.subList(from, to)));
      from = to;
    }
    return tree;
  }

  private static boolean follows(Object one, Object next) {
    AttemptId first = (AttemptId) one;
    AttemptId second = (AttemptId) next;
    return first.task().index() < second.task().index()
        && first.term() == second.term()
        && first.number() == second.number()
        && first.task().stage() == second.task().stage()
        && first.task().kind() == second.task().kind()
        && first.task().job().equals(second.task().job());
  }

  private static String text(List<?> group) {
    AttemptId head = (AttemptId) group.get(0);
    TaskId task = head.task();
    StringBuilder text =
        new StringBuilder()
            .append(task.job())
            .append("/s")
            .append(task.stage())
            .append('-')
            .append(task.kind().letter())
            .append(".t")
            .append(head.term())
            .append(".a")
            .append(head.number());
    int next = 0;
    for (int at = 0; at < group.size(); at++) {
      int index = index(group, at);
      int more = 0;
      while (at + 1 < group.size() && index(group, at + 1) == index + more + 1) {
        more++;
        at++;
      }
      text.append(' ').append(index - next);
      if (more > 0) {
        text.append('+').append(more);
      }
      next = index + more + 1;
    }
    return text.toString();
  }

  private static int index(List<?> group, int at) {
    return ((AttemptId) group.get(at)).task().index();
  }

  @Override
  public Object fromTree(Object tree) {
    List<AttemptId> attempts = new ArrayList<>();
    List<?> texts = Forms.array(tree);
    for (int at = 0; at < texts.size(); at++) {
      try {
        read(texts.get(at), attempts);
      } catch (RecordJsonException e) {
        throw e.below("[" + at + "]");
      }
    }
    return attempts;
  }

  private static void read(Object tree, List<AttemptId> attempts) {
    String[] words = tree instanceof String text ? text.split(" ", -1) : new String[0];
    Matcher head = HEAD.matcher(words.length < 2 ? "" : words[0]);
    if (!head.matches()) {
      throw RecordJsonException.expected(tree, "attempts: as in job/s0-m.t3.a1 0+16 1");
    }
    JobId job = job(head.group(1));
    int stage = Integer.parseInt(head.group(2));
    TaskKind kind = head.group(3).equals("m") ? TaskKind.MAP : TaskKind.REDUCE;
    long term = Long.parseLong(head.group(4));
    int number = Integer.parseInt(head.group(5));
    long next = 0;
    for (int at = 1; at < words.length; at++) {
      Matcher step = STEP.matcher(words[at]);
      if (!step.matches()) {
        throw RecordJsonException.expected(words[at], "a gap: as in 3, or 3+16");
      }
      long first = next + Integer.parseInt(step.group(1));
      long last = first + (step.group(2) == null ? 0 : Integer.parseInt(step.group(2)));
      if (last >= Integer.MAX_VALUE || last - first >= ATTEMPTS_MAX - attempts.size()) {
        throw RecordJsonException.expected(words[at], "at most " + ATTEMPTS_MAX + " attempts");
      }
      for (long index = first; index <= last; index++) {
        attempts.add(new AttemptId(new TaskId(job, stage, kind, (int) index), term, number));
      }
      next = last + 1;
    }
  }

  private static JobId job(String text) {
    try {
      return new JobId(text);
    } catch (IllegalArgumentException e) {
      throw new RecordJsonException(String.valueOf(e.getMessage()));
    }
  }
}
