package dev.cobnut.cluster.fault;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.opentest4j.TestAbortedException;

/**
 * What a fault needs of the machine. Where it is missing, the test is skipped with a loud message;
 * where {@code faults.required} is set, it fails.
 */
enum Rights {
  /** Namespaces for networks, with links between them; {@code curl} to ask from inside. */
  NETWORK(
      "ip netns add cobnut-probe && ip netns exec cobnut-probe curl --version"
          + "; s=$?; ip netns del cobnut-probe; exit $s"),
  /** Limits on how fast a link is. */
  SLOW_LINK(
      "ip netns add cobnut-probe && ip -n cobnut-probe link add v0 type veth peer name v1"
          + " && tc -n cobnut-probe qdisc add dev v0 root tbf rate 1mbit burst 16k latency 1s"
          + "; s=$?; ip netns del cobnut-probe; exit $s"),
  /** Small file systems in memory. */
  MOUNT("unshare -m mount -t tmpfs -o size=1m tmpfs /tmp"),
  /** File systems in files. */
  LOOP(
      "d=$(mktemp -d) && truncate -s 16m $d/image && mkfs.ext4 -q $d/image && mkdir $d/at"
          + " && unshare -m mount -o loop $d/image $d/at; s=$?; rm -rf $d; exit $s"),
  /** Clocks that differ. */
  TIME("unshare --time --boottime 3600 true"),
  /** Limits of a process. */
  LIMITS("prlimit --nofile=64 true"),
  /** System calls that fail, or take long. */
  TRACE("strace -f -e trace=fsync -e inject=fsync:error=EIO true");

  private final String probe;

  Rights(String probe) {
    this.probe = probe;
  }

  boolean isGiven() throws IOException, InterruptedException {
    return Shell.tryRun(List.of("sh", "-c", probe)).exit() == 0;
  }

  /** Aborts the test where the machine doesn't allow it. */
  void require() throws IOException, InterruptedException {
    Shell.Result result = Shell.tryRun(List.of("sh", "-c", probe));
    if (result.exit() == 0) {
      return;
    }
    String message =
        "SKIPPED, for want of rights to "
            + name().toLowerCase(Locale.ROOT)
            + " (expected: root, with the tools that are named in docs/reliability.md): "
            + result.text().strip();
    System.err.println("*** " + message);
    if (Boolean.getBoolean("faults.required")) {
      throw new AssertionError(message);
    }
    throw new TestAbortedException(message);
  }
}
