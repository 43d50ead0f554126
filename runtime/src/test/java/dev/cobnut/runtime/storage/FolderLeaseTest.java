package dev.cobnut.runtime.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class FolderLeaseTest {
  @TempDir Path folder;

  /** Takes a lease, says so, and keeps it until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws Exception {
      FolderLease lease = FolderLease.take("data.dir", Path.of(args[0]));
      System.out.println("taken");
      System.in.read();
      lease.close();
    }
  }

  @Test
  void leaseEndsWithItsProcess() throws Exception {
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(holder.inputReader().readLine()).isEqualTo("taken");
      assertThatThrownBy(() -> FolderLease.take("data.dir", folder))
          .isInstanceOf(StorageException.class)
          .hasMessage(
              "data.dir: "
                  + folder
                  + ": in use by process "
                  + holder.pid()
                  + " (expected: a folder of its own for each node: end that process, or set"
                  + " another data.dir or node.name)");
    } finally {
      holder.destroyForcibly();
    }
    holder.waitFor();
    FolderLease.take("data.dir", folder).close();
  }

  @Test
  void folderIsTakenOnceInAProcess() throws Exception {
    Path node = folder.resolve("not/there/yet");
    FolderLease lease = FolderLease.take("data.dir", node);
    assertThatThrownBy(() -> FolderLease.take("data.dir", node))
        .hasMessageContaining("in use by process " + ProcessHandle.current().pid());
    lease.close();
    FolderLease.take("data.dir", node).close();
  }

  @Test
  void folderThatCannotBeMadeIsNamed() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> FolderLease.take("data.dir", file))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(file.toString());
  }
}
