package dev.cobnut.job.local;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongFunction;

/** Runs a job in ways that must not make a difference, and compares. Confined to one thread. */
final class ContractCheck {
  /** Files up to this size are cut at each place in turn. */
  private static final long CUT_EVERYWHERE_BYTES_MAX = 64;

  private static final int ROUNDS = 8;
  private static final int CUTS_MAX = 8;
  private static final int EXCERPT_BYTES = 60;

  private final Function<Variation, JobTestResult> runner;
  private final long longestBytes;

  /**
   * A check of one job with one input.
   *
   * @param runner runs the job in a variation
   * @param longestBytes the length of the longest file of the input
   */
  ContractCheck(Function<Variation, JobTestResult> runner, long longestBytes) {
    this.runner = runner;
    this.longestBytes = longestBytes;
  }

  void verify() {
    PairDigest digest = new PairDigest(fileBytes -> List.of());
    JobTestResult reference = runner.apply(digest);
    verifyDeterminism(reference, digest.value());
    SerdeCheck serdes = new SerdeCheck();
    requireSame("job isn't deterministic: a third run", reference, runner.apply(serdes));
    serdes.verify();
    for (int seed = 0; seed < ROUNDS; seed++) {
      JobTestResult combined = runner.apply(new RandomCombining(new Random(seed)));
      requireSame("combiner changes the result: with neighbours combined,", reference, combined);
    }
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      verifyCut(fileBytes -> cuts(fileBytes, random), reference, digest.value());
    }
    if (longestBytes <= CUT_EVERYWHERE_BYTES_MAX) {
      for (long at = 1; at < longestBytes; at++) {
        long cut = at;
        verifyCut(
            fileBytes -> cut < fileBytes ? List.of(cut) : List.of(), reference, digest.value());
      }
    }
  }

  private void verifyDeterminism(JobTestResult reference, long digest) {
    PairDigest again = new PairDigest(fileBytes -> List.of());
    JobTestResult result = runner.apply(again);
    if (again.value() != digest) {
      throw new AssertionError(
          "map function isn't deterministic: a second run emitted other pairs, or in another order"
              + " (expected: the same)");
    }
    requireSame("job isn't deterministic: a second run", reference, result);
  }

  private void verifyCut(LongFunction<List<Long>> cuts, JobTestResult reference, long digest) {
    List<List<Long>> tried = new ArrayList<>();
    PairDigest cutDigest =
        new PairDigest(
            fileBytes -> {
              tried.add(cuts.apply(fileBytes));
              return tried.get(tried.size() - 1);
            });
    JobTestResult result = runner.apply(cutDigest);
    String what = "result depends on where the input is cut: with cuts at " + tried + " by file,";
    requireSame(what, reference, result);
    if (cutDigest.value() != digest) {
      throw new AssertionError(what + " other pairs are emitted (expected: the same)");
    }
  }

  private static List<Long> cuts(long fileBytes, Random random) {
    TreeSet<Long> cuts = new TreeSet<>();
    for (int count = random.nextInt(CUTS_MAX + 1); count > 0 && fileBytes > 1; count--) {
      cuts.add(1 + (long) (random.nextDouble() * (fileBytes - 1)));
    }
    return new ArrayList<>(cuts);
  }

  private static void requireSame(String what, JobTestResult expected, JobTestResult found) {
    for (int part = 0; part < expected.parts().size(); part++) {
      byte[] want = expected.parts().get(part);
      byte[] have = found.parts().get(part);
      int at = Arrays.mismatch(want, have);
      if (at >= 0) {
        throw new AssertionError(
            what
                + " part "
                + part
                + " differs from byte "
                + at
                + " on: \""
                + excerpt(have, at)
                + "\" (expected: \""
                + excerpt(want, at)
                + "\")");
      }
    }
  }

  /** What stands around a place, from the begin of its line. */
  private static String excerpt(byte[] bytes, int at) {
    int begin = Math.min(at, bytes.length);
    while (begin > 0 && bytes[begin - 1] != '\n' && at - begin < EXCERPT_BYTES) {
      begin--;
    }
    int end = Math.min(bytes.length, at + EXCERPT_BYTES);
    return new String(bytes, begin, end - begin, StandardCharsets.UTF_8).replace("\n", "\\n");
  }
}
