package dev.cobnut.master.output;

import dev.cobnut.core.model.BadRecord;
import dev.cobnut.core.model.FileSlice;
import dev.cobnut.core.model.Split;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Lists the records that a job left out: an object of JSON a line, in the order of tasks, then of
 * their splits. Blocks.
 *
 * <p>A line has {@code task}, {@code file}, {@code offset}, {@code bytes}, {@code error} and {@code
 * record}: the text of the record's first 64 KiB, its end included; null where the file is gone or
 * was changed since. Where the bytes aren't UTF-8, {@code recordBase64} has them as they are.
 */
final class SkippedFile {
  private static final int RECORD_BYTES_MAX = 64 << 10;

  private SkippedFile() {}

  static void write(List<SkippedRecords> skipped, OutputStream out) throws IOException {
    for (SkippedRecords ofTask : skipped) {
      for (BadRecord record : ofTask.records()) {
        JsonObject line =
            new JsonObject()
                .put("task", ofTask.task().name())
                .put("file", record.file())
                .put("offset", record.offset())
                .put("bytes", record.bytes())
                .put("error", record.error());
        addRecord(line, record, read(ofTask.split(), record));
        out.write((line.encode() + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static void addRecord(JsonObject line, BadRecord record, Optional<byte[]> found) {
    if (found.isEmpty()) {
      line.putNull("record");
      return;
    }
    byte[] bytes = found.get();
    boolean isWhole = bytes.length == record.bytes();
    CharBuffer text = CharBuffer.allocate(bytes.length);
    boolean isUtf8 =
        !StandardCharsets.UTF_8
            .newDecoder()
            .decode(ByteBuffer.wrap(bytes), text, isWhole)
            .isError();
    if (isUtf8) {
      line.put("record", text.flip().toString());
    } else {
      line.put("record", new String(bytes, StandardCharsets.UTF_8));
      line.put("recordBase64", Base64.getEncoder().encodeToString(bytes));
    }
  }

  /** Only what the split names is read, whatever a worker told. */
  private static Optional<byte[]> read(Split split, BadRecord record) {
    for (FileSlice slice : split.slices()) {
      if (slice.file().equals(record.file())
          && record.offset() >= slice.start()
          && record.offset() < slice.end()) {
        return read(slice, record);
      }
    }
    return Optional.empty();
  }

  private static Optional<byte[]> read(FileSlice slice, BadRecord record) {
    try {
      Path file = path(slice.file());
      if (Files.getLastModifiedTime(file).toMillis() != slice.modifiedMs()) {
        return Optional.empty();
      }
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        ByteBuffer bytes =
            ByteBuffer.allocate((int) Math.max(0, Math.min(RECORD_BYTES_MAX, record.bytes())));
        int count = 0;
        while (bytes.hasRemaining() && count >= 0) {
          count = channel.read(bytes, record.offset() + bytes.position());
        }
        return Optional.of(Arrays.copyOf(bytes.array(), bytes.position()));
      }
    } catch (IOException | IllegalArgumentException gone) {
      // The output counts without the text of what isn't in it.
      return Optional.empty();
    }
  }

  private static Path path(String file) {
    return file.startsWith("file:") ? Path.of(URI.create(file)) : Path.of(file);
  }
}
