package dev.cobnut.cluster.fault;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The faults that the suite knows, by their numbers, with what is expected of each. */
final class Matrix {
  private static final Map<Integer, Row> ROWS = new TreeMap<>();

  static {
    add(1, "a worker without tasks is killed (kill -9)", "missed at once; jobs don't notice");
    add(2, "a worker is killed in a map", "the attempt is lost and made again, once");
    add(
        3,
        "a worker is killed with map outputs that reduces still need",
        "these maps run again elsewhere; reduces fetch from there");
    add(4, "a worker is killed in a reduce", "another attempt; one part for each partition");
    add(
        5,
        "a worker is killed when its reduce is finished and forced, before it says so",
        "the reduce runs again under another name; the first file goes");
    add(6, "a worker is stopped for 3 s (SIGSTOP)", "nothing is lost, nothing runs again");
    add(
        7,
        "a worker is stopped until it is missed, then goes on",
        "its tasks run elsewhere; the zombie is told to drop what it did");
    add(
        8,
        "the acting master is killed in maps, in fetches, in reduces",
        "a standby acts; no finished map runs again");
    add(
        9,
        "the acting master is killed around decided, while it moves parts, before ended",
        "the next one publishes the same manifest");
    add(
        10,
        "the acting master is stopped until it is missed, then goes on",
        "a higher term acts; the zombie steps down; no job comes back");
    add(11, "the acting master and a worker are killed together", "nothing is lost");
    add(12, "all nodes are killed and started again", "the job goes on from the journal");
    add(13, "all nodes are restarted one by one, under load", "no job fails");
    add(
        14,
        "the acting master is cut off from all others",
        "they go on in a higher term; nothing is decided twice");
    add(15, "one node can't send to another, but hears it", "resolved; no hang");
    add(
        16,
        "a worker can't fetch from another, all else works",
        "bounded tries; then the map runs elsewhere, or the reduce does");
    add(17, "a node's link goes down and up, every 2 s", "the job ends");
    add(18, "the network of a node is slow (1 Mbit/s)", "slow, but right; nobody is missed");
    add(19, "a fetch stalls", "broken off after 10 s without a byte, tried again");
    add(20, "a fetch is reset, or ends early", "tried again");
    add(
        21,
        "messages come twice",
        "no effect",
        "app/dev.cobnut.app.fault.BusFaultsTest#messagesThatComeTwiceHaveNoEffect");
    add(
        22,
        "messages of an old term come again",
        "refused; who sent them steps down",
        "worker-verticle/dev.cobnut.worker.MasterLinkTest#lowerTermIsRefusedAndToldSo",
        "master-verticle/dev.cobnut.master.MasterTest#masterThatIsRefusedStepsDown");
    add(
        23,
        "messages come late (up to 5 s) and in another order",
        "no effect",
        "app/dev.cobnut.app.fault.BusFaultsTest#messagesThatComeLateAndInAnotherOrderHaveNoEffect");
    add(
        24,
        "messages and answers are lost",
        "said again; the same end",
        "app/dev.cobnut.app.fault.BusFaultsTest#messagesAndAnswersThatAreLostAreSaidAgain");
    add(25, "a worker's disk is full", "its attempts fail clean; the job ends elsewhere");
    add(26, "the output's disk is full", "the job fails, says why, leaves nothing");
    add(27, "the output becomes read-only; it vanishes", "the job fails, says why");
    add(28, "fsync fails with EIO", "the attempt fails; another file, another attempt");
    add(29, "a worker's disk is slow", "backups; one part for each partition");
    add(30, "a bit flips in a map output", "found by its CRC; the map runs again");
    add(31, "a map output is cut short; it is deleted", "found; the map runs again");
    add(32, "a bit flips in the journal", "the start stops, names the segment");
    add(
        33,
        "the map function throws, always",
        "4 attempts; the job fails with file and offset",
        "cluster-tests/dev.cobnut.cluster.BadInputIT#mapThatThrowsNamesFileOffsetAndException");
    add(
        34,
        "the map function throws at some records",
        "they are skipped, where the job allows it",
        "cluster-tests/dev.cobnut.cluster.PoisonRecordIT");
    add(45, "a node's clock differs by an hour", "nobody is missed");
    add(46, "a plugin's jar is replaced while its job runs", "the job keeps the one it began with");
    add(47, "two jobs are submitted to one output at once", "one is refused, and told whose it is");
    add(48, "a cancel races the decision", "SUCCEEDED whole, or CANCELLED with nothing left");
    add(49, "all processors are busy with other things", "nobody is missed for good; right bytes");
    add(50, "a node has few file descriptors", "a clean failure, or the job ends");
    add(51, "a process halts at any of its named places", "started again, the job ends");
    add(
        52,
        "time from the loss of the acting master to the next assignment",
        "2 s beyond the detection where it is killed, 12 s in all where it is stopped");
    add(
        53,
        "all nodes are killed at a random point of a job with 500 tasks",
        "no completed map runs again; work goes on within 10 s");
    add(54, "random faults, every few seconds, for an hour", "no violation of I1 to I8");
    add(
        55,
        "the power goes at any named place: what was not forced is gone",
        "started again, all accepted jobs end");
    add(
        56,
        "a worker's disk becomes read-only; it fails",
        "its attempts fail clean; it gets no tasks until the disk is well");
  }

  private Matrix() {}

  /**
   * A fault, and what is expected.
   *
   * @param elsewhere tests that show it and aren't a {@link Fault}, as {@code module/Class#method}
   */
  record Row(int number, String fault, String expected, List<String> elsewhere) {
    Row {
      elsewhere = List.copyOf(elsewhere);
    }
  }

  private static void add(int number, String fault, String expected, String... elsewhere) {
    ROWS.put(number, new Row(number, fault, expected, List.of(elsewhere)));
  }

  static List<Row> rows() {
    return List.copyOf(ROWS.values());
  }

  static Row row(int number) {
    Row row = ROWS.get(number);
    if (row == null) {
      throw new IllegalArgumentException(
          "row: " + number + " (expected: one of " + ROWS.keySet() + ")");
    }
    return row;
  }
}
