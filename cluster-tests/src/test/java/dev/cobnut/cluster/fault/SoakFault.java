package dev.cobnut.cluster.fault;

import dev.cobnut.cluster.Await;
import dev.cobnut.cluster.NodeProcess;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** The faults of the long run. Each is done and undone before the next. */
enum SoakFault {
  KILL {
    @Override
    boolean fire(SoakScene scene) throws Exception {
      return scene.kill(List.of(scene.anyNode()));
    }
  },
  KILL_MASTER {
    @Override
    boolean fire(SoakScene scene) throws Exception {
      return scene.kill(List.of(scene.cluster().actingNode()));
    }
  },
  KILL_TWO {
    @Override
    boolean fire(SoakScene scene) throws Exception {
      NodeProcess one = scene.cluster().actingNode();
      NodeProcess two = scene.anyNode();
      return scene.kill(one.pid() == two.pid() ? List.of(one) : List.of(one, two));
    }
  },
  KILL_ALL {
    @Override
    boolean fire(SoakScene scene) throws Exception {
      return scene.kill(scene.cluster().nodes());
    }
  },
  STOP {
    @Override
    boolean fire(SoakScene scene) throws Exception {
      NodeProcess node = scene.anyNode();
      node.stop();
      boolean hasEnded = !node.isAlive();
      scene.cluster().restart(node);
      return hasEnded;
    }
  },
  PAUSE {
    @Override
    boolean fire(SoakScene scene) throws Exception {
      return scene.pause(scene.anyNode());
    }
  },
  PAUSE_MASTER {
    @Override
    boolean fire(SoakScene scene) throws Exception {
      return scene.pause(scene.cluster().actingNode());
    }
  },
  CUT {
    @Override
    boolean fire(SoakScene scene) throws Exception {
      return scene.cut(scene.random().nextInt(scene.cluster().nodes().size()));
    }
  },
  FLIP {
    @Override
    boolean fire(SoakScene scene) throws Exception {
      Optional<Path> output = scene.anyMapOutput();
      return output.isPresent() && SoakScene.flip(output.get(), scene.random());
    }
  },
  DELETE {
    @Override
    boolean fire(SoakScene scene) throws Exception {
      Optional<Path> output = scene.anyMapOutput();
      return output.isPresent() && Files.deleteIfExists(output.get());
    }
  };

  /** Does it, and gives whether it happened. */
  abstract boolean fire(SoakScene scene) throws Exception;

  /** What faults act on. */
  record SoakScene(FaultCluster cluster, Optional<NetworkLab> lab, SplittableRandom random) {
    private static final int PAUSE_MS_MAX = 12_000;

    NodeProcess anyNode() {
      List<NodeProcess> alive = cluster.alive();
      return alive.get(random.nextInt(alive.size()));
    }

    boolean kill(List<NodeProcess> nodes) throws IOException, InterruptedException {
      for (NodeProcess node : nodes) {
        node.handle().destroyForcibly();
      }
      boolean haveEnded = true;
      for (NodeProcess node : nodes) {
        haveEnded &= node.exit() == FaultCluster.KILLED;
      }
      Pauses.of(Duration.ofMillis(random.nextInt(2_000)));
      for (NodeProcess node : nodes) {
        cluster.restart(node);
      }
      return haveEnded;
    }

    boolean pause(NodeProcess node) throws IOException, InterruptedException {
      node.pause();
      Await.until("the stop of " + node.name(), Duration.ofSeconds(10), node::isPaused);
      Pauses.of(Duration.ofMillis(random.nextInt(PAUSE_MS_MAX)));
      node.resume();
      return true;
    }

    boolean cut(int node) throws IOException, InterruptedException {
      if (lab.isEmpty()) {
        return false;
      }
      lab.get().cut(node);
      boolean isCut = !lab.get().reaches(node == 0 ? 1 : 0, node, 1);
      Pauses.of(Duration.ofMillis(random.nextInt(PAUSE_MS_MAX)));
      lab.get().join(node);
      return isCut;
    }

    /** An output that some job may still need. */
    Optional<Path> anyMapOutput() throws IOException {
      Path jobs = cluster.jobFiles(anyNode());
      if (!Files.isDirectory(jobs)) {
        return Optional.empty();
      }
      try (Stream<Path> files = Files.walk(jobs, 2)) {
        List<Path> outputs =
            files.filter(file -> file.toString().endsWith(".map")).sorted().toList();
        return outputs.isEmpty()
            ? Optional.empty()
            : Optional.of(outputs.get(random.nextInt(outputs.size())));
      } catch (java.io.UncheckedIOException dropped) {
        // A job ended meanwhile, and its folder went.
        return Optional.empty();
      }
    }

    static boolean flip(Path file, SplittableRandom random) throws IOException {
      if (!Files.exists(file) || Files.size(file) == 0) {
        return false;
      }
      try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
        long place = random.nextLong(Math.max(1, bytes.length()));
        bytes.seek(place);
        int old = bytes.read();
        bytes.seek(place);
        bytes.write(old ^ 1 << random.nextInt(8));
        return old >= 0;
      } catch (NoSuchFileException | java.io.FileNotFoundException dropped) {
        return false;
      }
    }
  }
}
