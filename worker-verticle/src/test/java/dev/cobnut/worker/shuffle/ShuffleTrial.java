package dev.cobnut.worker.shuffle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.MapOutputLocation;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.model.WorkerId;
import dev.cobnut.worker.run.Codec;
import dev.cobnut.worker.run.MapOutputIndex;
import dev.cobnut.worker.run.Region;
import dev.cobnut.worker.run.RunWriter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** Map outputs on the disk of a worker that serves them. */
final class ShuffleTrial {
  static final JobId JOB = new JobId("job-1");
  static final WorkerId OWNER = new WorkerId("owner", "1");

  /** Partitions of each map output: the second is empty. */
  static final int PARTITIONS = 3;

  private final LocalFiles files;
  private final int port;

  ShuffleTrial(Vertx vertx, Path folder) throws Exception {
    files = new LocalFiles(folder, "owner");
    files.makeJobFolder(JOB);
    port = await(new ShuffleServer(vertx, new HeldOutputs(files), "127.0.0.1", 0).listen());
  }

  static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  LocalFiles files() {
    return files;
  }

  int port() {
    return port;
  }

  static AttemptId map(int index, int number) {
    return new AttemptId(new TaskId(JOB, 0, TaskKind.MAP, index), 1, number);
  }

  Owner server() {
    return new Owner(OWNER, "127.0.0.1", port);
  }

  /** A fetched region must be what the map wrote, to the last byte. */
  void assertSame(Region fetched, AttemptId map, int partition) throws IOException {
    Region original = MapOutputIndex.read(files.mapOutput(map)).region(partition);
    assertThat(fetched.records()).isEqualTo(original.records());
    assertThat(fetched.keyBytesMax()).isEqualTo(original.keyBytesMax());
    assertThat(fetched.crc32c()).isEqualTo(original.crc32c());
    assertThat(fetched.codec()).isEqualTo(original.codec());
    assertThat(fetched.recordBytes()).isEqualTo(original.recordBytes());
    assertThat(bytes(fetched)).isEqualTo(bytes(original));
  }

  private static byte[] bytes(Region region) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(region.file().toFile(), "r")) {
      byte[] bytes = new byte[Math.toIntExact(region.bytes())];
      file.seek(region.offset());
      file.readFully(bytes);
      return bytes;
    }
  }

  MapOutputLocation at(AttemptId map, int somePort) {
    return new MapOutputLocation(map, OWNER, "127.0.0.1", somePort);
  }

  /** Writes a map output, different for each attempt, of about so many bytes a partition. */
  AttemptId write(AttemptId map, int bytes) throws IOException {
    return write(map, bytes, Codec.NONE);
  }

  AttemptId write(AttemptId map, int bytes, Codec codec) throws IOException {
    RunWriter.Form form = new RunWriter.Form(PARTITIONS, 64 << 10, codec);
    SplittableRandom random = new SplittableRandom(map.hashCode());
    try (RunWriter out = RunWriter.create(files.mapOutput(map), form, written -> {})) {
      for (int partition = 0; partition < PARTITIONS; partition += 2) {
        out.region(partition);
        byte[] value = new byte[100];
        for (int record = 0; record < bytes / 106; record++) {
          random.nextBytes(value);
          byte[] key = java.nio.ByteBuffer.allocate(4).putInt(record).array();
          out.write(key, 0, key.length, value, 0, value.length);
        }
      }
      out.finish();
    }
    return map;
  }
}
