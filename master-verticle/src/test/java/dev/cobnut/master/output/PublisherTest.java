package dev.cobnut.master.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.BadRecord;
import dev.cobnut.core.model.FileSlice;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.JobSpec;
import dev.cobnut.core.model.PluginRef;
import dev.cobnut.core.model.Split;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.model.TaskResult;
import dev.cobnut.core.scheduler.PartView;
import dev.cobnut.runtime.storage.OutputFolder;
import dev.cobnut.runtime.storage.PreparedFile;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PublisherTest {
  private static final JobId JOB = new JobId("job");

  @TempDir Path folder;
  private Path out;
  private OutputFolder output;
  private final List<PartView> parts = new ArrayList<>();
  private final List<SkippedRecords> skipped = new ArrayList<>();

  @BeforeEach
  void claim() throws IOException {
    out = folder.resolve("out");
    output = OutputFolder.of(out.toString());
    output.claim(JOB, JobFolder.nonce(JOB));
    addPart(0, "zero");
    addPart(1, "one");
  }

  private void addPart(int partition, String text) throws IOException {
    AttemptId attempt = new AttemptId(new TaskId(JOB, 0, TaskKind.REDUCE, partition), 1, 1);
    String name = attempt.name() + ".part";
    try (PreparedFile file = output.create(JOB, name)) {
      file.write(text.getBytes(StandardCharsets.UTF_8));
      file.finish();
      TaskResult.PreparedPart part =
          new TaskResult.PreparedPart(name, file.bytes(), 1, file.crc32c(), Map.of());
      parts.add(new PartView(partition, attempt, part));
    }
  }

  private Publisher publisher(long term, boolean overwrite) {
    JobSpec spec =
        new JobSpec(
            "job",
            new PluginRef("plugin", "1", "00"),
            List.of("/in"),
            out.toString(),
            parts.size(),
            1 << 20,
            Map.of(),
            0,
            0,
            false,
            overwrite,
            Optional.empty());
    Split split = new Split(List.of(new FileSlice("/in/a", "a", 0, 5, 5, 7)));
    return new Publisher(
        new JobFolder(output, JOB, term), new Publication(spec, List.of(split), parts, skipped));
  }

  private List<String> published() throws IOException {
    try (Stream<Path> files = Files.list(out)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  private static final String[] COMPLETE = {
    "_SUCCESS", "_manifest.json", "part-r-00000", "part-r-00001"
  };

  @Test
  void preparingPublishesNothing() throws IOException {
    publisher(1, false).prepare();

    assertThat(published()).isEmpty();
  }

  @Test
  void publishingMovesAllToTheirNames() throws IOException {
    publisher(1, false).prepare();
    publisher(1, false).publish();

    assertThat(published()).containsExactly(COMPLETE);
    assertThat(out.resolve("part-r-00000")).hasContent("zero");
    assertThat(out.resolve("part-r-00001")).hasContent("one");
    assertThat(out.resolve("_SUCCESS")).isEmptyFile();
  }

  @Test
  void jobFolderIsEmptyOfPreparedFilesThen() throws IOException {
    publisher(1, false).prepare();
    publisher(1, false).publish();
    output.drop(JOB);

    assertThat(out.resolve("_cobnut")).doesNotExist();
    assertThat(published()).containsExactly(COMPLETE);
  }

  @Test
  void manifestTellsInputAndParts() throws IOException {
    publisher(1, false).prepare();
    publisher(1, false).publish();

    JsonObject manifest = new JsonObject(Files.readString(out.resolve("_manifest.json")));
    assertThat(manifest.getJsonObject("input").getLong("files")).isEqualTo(1);
    assertThat(manifest.getJsonObject("input").getLong("bytes")).isEqualTo(5);
    assertThat(manifest.getJsonArray("parts").getJsonObject(1).getString("name"))
        .isEqualTo("part-r-00001");
    assertThat(manifest.getJsonArray("parts").getJsonObject(1).getLong("bytes")).isEqualTo(3);
  }

  @Test
  void eachStepMayBeDoneAgainByAnotherMaster() throws IOException {
    publisher(1, false).prepare();
    publisher(2, false).prepare();
    publisher(2, false).publish();
    publisher(3, false).publish();

    assertThat(published()).containsExactly(COMPLETE);
  }

  @Test
  void publishingGoesOnWhereItStopped() throws IOException {
    publisher(1, false).prepare();
    Files.createLink(out.resolve("part-r-00000"), prepared(0));
    Files.move(prepared(1), out.resolve("part-r-00001"));

    publisher(2, false).publish();

    assertThat(published()).containsExactly(COMPLETE);
    assertThat(prepared(0)).doesNotExist();
  }

  private Path prepared(int partition) {
    return out.resolve("_cobnut/job").resolve(parts.get(partition).part().file());
  }

  @Test
  void draftOfADeadMasterIsInNobodysWay() throws IOException {
    Files.writeString(out.resolve("_cobnut/job/_SUCCESS.t2.draft"), "half");

    publisher(2, false).prepare();
    publisher(2, false).publish();

    assertThat(out.resolve("_SUCCESS")).isEmptyFile();
  }

  @Test
  void foreignFileIsKeptAndNothingIsPublished() throws IOException {
    publisher(1, false).prepare();
    Files.writeString(out.resolve("part-r-00001"), "foreign");

    assertThatThrownBy(() -> publisher(1, false).publish())
        .isInstanceOf(Publisher.ForeignFileException.class)
        .hasMessageContaining("part-r-00001: a file that isn't the job's");
    assertThat(published()).containsExactly("part-r-00001");
    assertThat(out.resolve("part-r-00001")).hasContent("foreign");
  }

  @Test
  void whatWasPublishedBeforeAForeignFileIsTakenBack() throws IOException {
    publisher(1, false).prepare();
    Files.createLink(out.resolve("part-r-00000"), prepared(0));
    Files.writeString(out.resolve("_SUCCESS"), "foreign");

    assertThatThrownBy(() -> publisher(2, false).publish())
        .isInstanceOf(Publisher.ForeignFileException.class);
    assertThat(published()).containsExactly("_SUCCESS");
  }

  @Test
  void lostPartIsNamed() throws IOException {
    publisher(1, false).prepare();
    Files.delete(prepared(1));

    assertThatThrownBy(() -> publisher(1, false).publish())
        .isInstanceOf(Publisher.ForeignFileException.class)
        .hasMessageContaining(prepared(1) + ": is gone");
  }

  @Test
  void overwritingReplacesEveryOldPart() throws IOException {
    writeOld();
    publisher(1, true).prepare();
    publisher(1, true).publish();

    assertThat(published())
        .containsExactly("_SUCCESS", "_manifest.json", "notes.txt", "part-r-00000", "part-r-00001");
    assertThat(out.resolve("part-r-00000")).hasContent("zero");
    assertThat(out.resolve("_SUCCESS")).isEmptyFile();
  }

  @Test
  void overwritingGoesOnWhereItStopped() throws IOException {
    writeOld();
    publisher(1, true).prepare();
    Files.delete(out.resolve("part-r-00000"));
    Files.createLink(out.resolve("part-r-00000"), prepared(0));

    publisher(2, true).publish();
    publisher(3, true).publish();

    assertThat(out.resolve("part-r-00000")).hasContent("zero");
    assertThat(out.resolve("part-r-00001")).hasContent("one");
    assertThat(out.resolve("part-r-00002")).doesNotExist();
  }

  @Test
  void whatWasSkippedIsPublishedWithTheParts() throws IOException {
    skip();
    publisher(1, false).prepare();
    publisher(2, false).prepare();
    Files.createLink(out.resolve("_skipped"), out.resolve("_cobnut/job/_skipped"));
    publisher(2, false).publish();
    publisher(3, false).publish();

    assertThat(published())
        .containsExactly("_SUCCESS", "_manifest.json", "_skipped", "part-r-00000", "part-r-00001");
    assertThat(Files.readString(out.resolve("_skipped")))
        .contains("\"file\":\"/in/a\"", "\"offset\":3", "\"error\":\"thrown\"");
  }

  @Test
  void foreignListOfSkippedRecordsIsKept() throws IOException {
    skip();
    publisher(1, false).prepare();
    Files.writeString(out.resolve("_skipped"), "foreign");

    assertThatThrownBy(() -> publisher(1, false).publish())
        .isInstanceOf(Publisher.ForeignFileException.class);
    assertThat(published()).containsExactly("_skipped");
  }

  @Test
  void overwritingRemovesAnOldListOfSkippedRecords() throws IOException {
    writeOld();
    Files.writeString(out.resolve("_skipped"), "old");
    publisher(1, true).prepare();
    publisher(1, true).publish();

    assertThat(published()).doesNotContain("_skipped");
  }

  private void skip() {
    skipped.add(
        new SkippedRecords(
            new TaskId(JOB, 0, TaskKind.MAP, 0),
            new Split(List.of()),
            List.of(new BadRecord("/in/a", "a", 3, 2, "thrown"))));
  }

  private void writeOld() throws IOException {
    for (String name :
        List.of("_SUCCESS", "_manifest.json", "part-r-00000", "part-r-00001", "part-r-00002")) {
      Files.writeString(out.resolve(name), "old");
    }
    Files.writeString(out.resolve("notes.txt"), "a user's");
  }
}
