package dev.cobnut.worker.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.worker.run.Codec;
import dev.cobnut.worker.run.MapOutputIndex;
import dev.cobnut.worker.run.RunWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmptyOutputsTest {
  private static final int PARTITIONS = 3;

  @TempDir private Path dir;

  private final EmptyOutputs empties = new EmptyOutputs();
  private Path first;
  private long bytes;

  @BeforeEach
  void writeFirst() throws IOException {
    first = dir.resolve("first.map");
    try (RunWriter out = RunWriter.create(first, PARTITIONS, 1 << 16)) {
      bytes = out.finish();
    }
    empties.written(first, PARTITIONS, Codec.NONE, bytes);
  }

  private long link(String name) {
    return empties.link(dir.resolve(name), PARTITIONS, Codec.NONE);
  }

  @Test
  void likeOutputsAreNamesOfOneFile() throws IOException {
    assertThat(link("second.map")).isEqualTo(bytes).isEqualTo(Files.size(first));

    assertThat(Files.isSameFile(dir.resolve("second.map"), first)).isTrue();
    MapOutputIndex index = MapOutputIndex.read(dir.resolve("second.map"));
    assertThat(index.regions()).isEqualTo(PARTITIONS);
    assertThat(index.records()).isZero();
  }

  @Test
  void nameOutlivesTheOthers() throws IOException {
    link("second.map");
    Files.delete(first);

    assertThat(MapOutputIndex.read(dir.resolve("second.map")).records()).isZero();
    assertThat(link("third.map")).as("the file it is made of is gone").isEqualTo(-1);
    assertThat(dir.resolve("third.map")).doesNotExist();
  }

  @Test
  void damagedOutputIsNotSpread() throws IOException {
    byte[] content = Files.readAllBytes(first);
    content[content.length / 2] ^= 1;
    Files.write(first, content);

    assertThat(link("second.map")).isEqualTo(-1);
    assertThat(dir.resolve("second.map")).doesNotExist();
  }

  @Test
  void othersAreNotLikeIt() throws IOException {
    Path elsewhere = Files.createDirectories(dir.resolve("other job")).resolve("second.map");

    assertThat(empties.link(dir.resolve("second.map"), PARTITIONS + 1, Codec.NONE)).isEqualTo(-1);
    assertThat(empties.link(dir.resolve("second.map"), PARTITIONS, Codec.LZ4)).isEqualTo(-1);
    assertThat(empties.link(elsewhere, PARTITIONS, Codec.NONE)).isEqualTo(-1);
    assertThat(new EmptyOutputs().link(dir.resolve("second.map"), PARTITIONS, Codec.NONE))
        .isEqualTo(-1);
  }

  @Test
  void nameThatIsTakenIsLeftToWhoeverWrites() throws IOException {
    Files.writeString(dir.resolve("second.map"), "before");

    assertThat(link("second.map")).isEqualTo(-1);
    assertThat(dir.resolve("second.map")).hasContent("before");
  }

  @Test
  void mapsWithoutARecordShareAFileAndOthersDoNot() throws Exception {
    MapTrial trial = new MapTrial(dir).partitions(PARTITIONS);
    Path outputs = dir.resolve("outputs");

    long written = trial.named("a.map").run(TestPlans.bytes()).bytes();
    long linked = trial.named("b.map").run(TestPlans.bytes()).bytes();
    trial.input(Files.writeString(dir.resolve("input.txt"), "6b:76\n"));
    trial.named("c.map").run(TestPlans.bytes());

    assertThat(linked).isEqualTo(written);
    assertThat(Files.isSameFile(outputs.resolve("a.map"), outputs.resolve("b.map"))).isTrue();
    assertThat(Files.isSameFile(outputs.resolve("a.map"), outputs.resolve("c.map"))).isFalse();
    assertThat(MapOutputIndex.read(outputs.resolve("b.map")).records()).isZero();
    assertThat(MapOutputIndex.read(outputs.resolve("c.map")).records()).isOne();
  }
}
