package dev.cobnut.master.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.model.BadRecord;
import dev.cobnut.core.model.FileSlice;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.Split;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SkippedFileTest {
  private static final int SHOWN_MAX = 64 << 10;

  @TempDir Path folder;
  private final List<SkippedRecords> skipped = new ArrayList<>();
  private Path input;

  @BeforeEach
  void writeInput() throws IOException {
    input = Files.writeString(folder.resolve("input"), "good\nbäd \"1\"\nbetter\nbad 2");
  }

  @Test
  void linesTellWhatWasSkippedInTheOrderOfTasks() throws IOException {
    skip(0, bad(5, 9));
    skip(3, bad(21, 5));

    assertThat(text())
        .isEqualTo(
            """
            {"task":"s0-m-00000","file":"FILE","offset":5,"bytes":9,"error":"thrown",\
            "record":"bäd \\"1\\"\\n"}
            {"task":"s0-m-00003","file":"FILE","offset":21,"bytes":5,"error":"thrown",\
            "record":"bad 2"}
            """
                .replace("FILE", input.toString()));
  }

  @Test
  void bytesThatAreNotUtf8AreThereAsTheyAre() throws IOException {
    byte[] bytes = {'a', (byte) 0xff, 'b', (byte) 0xc3};
    Files.write(input, bytes);
    skip(0, bad(0, 4));

    assertThat(line(0).getString("record")).isEqualTo("a\ufffdb\ufffd");
    assertThat(Base64.getDecoder().decode(line(0).getString("recordBase64"))).isEqualTo(bytes);
  }

  @Test
  void longRecordIsCutBetweenLetters() throws IOException {
    Files.writeString(input, "a" + "ä".repeat(SHOWN_MAX));
    skip(0, bad(0, 2 * SHOWN_MAX + 1));

    assertThat(line(0).getString("record")).isEqualTo("a" + "ä".repeat(SHOWN_MAX / 2 - 1));
    assertThat(line(0).containsKey("recordBase64")).isFalse();
    assertThat(line(0).getLong("bytes")).isEqualTo(2 * SHOWN_MAX + 1);
  }

  @Test
  void recordOfAFileThatChangedOrIsGoneIsListedWithoutItsText() throws IOException {
    skip(0, bad(0, 5));
    Files.setLastModifiedTime(input, FileTime.fromMillis(1_000));
    assertThat(line(0).containsKey("record")).isTrue();
    assertThat(line(0).getValue("record")).isNull();

    Files.delete(input);
    assertThat(line(0).getLong("offset")).isZero();
    assertThat(line(0).getValue("record")).isNull();
  }

  @Test
  void onlyFilesOfTheSplitAreRead() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "secret");
    skip(0, new BadRecord(secret.toString(), "secret", 0, 6, "thrown"));

    assertThat(line(0).getValue("record")).isNull();
  }

  private BadRecord bad(long offset, long bytes) {
    return new BadRecord(input.toString(), "input", offset, bytes, "thrown");
  }

  private void skip(int map, BadRecord record) throws IOException {
    long bytes = Files.size(input);
    FileSlice slice =
        new FileSlice(
            input.toString(),
            "input",
            0,
            bytes,
            bytes,
            Files.getLastModifiedTime(input).toMillis());
    skipped.add(
        new SkippedRecords(
            new TaskId(new JobId("job"), 0, TaskKind.MAP, map),
            new Split(List.of(slice)),
            List.of(record)));
  }

  private JsonObject line(int index) throws IOException {
    return new JsonObject(text().lines().toList().get(index));
  }

  private String text() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SkippedFile.write(skipped, out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
