package dev.cobnut.benchmarks.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Text that people wrote: the source files of the Linux kernel one after the other, in the order of
 * their paths, without what isn't UTF-8.
 */
final class KernelText {
  private static final Pattern SOURCE =
      Pattern.compile(
          "(Kconfig|Makefile).*|.*\\.([chS]|rst|txt|dts|dtsi|yaml|sh|py|pl)", Pattern.DOTALL);

  private final Parts parts;
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

  private KernelText(Parts parts) {
    this.parts = parts;
  }

  static void write(Path kernel, Path folder, long fileBytes, int files)
      throws IOException, InterruptedException {
    if (Files.isDirectory(kernel)) {
      writeFrom(kernel, folder, fileBytes, files);
      return;
    }
    if (!Files.isRegularFile(kernel)) {
      throw new IOException(
          kernel + " (expected: the archive of Debian's linux-source-6.1, or its folder)");
    }
    Path unpacked = Files.createTempDirectory(folder.toAbsolutePath().getParent(), ".kernel");
    try {
      unpack(kernel, unpacked);
      writeFrom(unpacked, folder, fileBytes, files);
    } finally {
      delete(unpacked);
    }
  }

  private static void unpack(Path archive, Path folder) throws IOException, InterruptedException {
    List<String> command =
        List.of("tar", "-C", folder.toString(), "--strip-components=1", "-xf", archive.toString());
    int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (exit != 0) {
      throw new IOException(String.join(" ", command) + " ended with " + exit + " (expected: 0)");
    }
  }

  private static void writeFrom(Path kernel, Path folder, long fileBytes, int files)
      throws IOException {
    try (Parts parts =
        new Parts(file -> folder.resolve("part-%02d.txt".formatted(file)), files, fileBytes)) {
      KernelText text = new KernelText(parts);
      for (Path source : sources(kernel)) {
        text.append(source);
        if (parts.isFull()) {
          return;
        }
      }
    }
    throw new IOException(
        kernel + " has too little text (expected: at least " + fileBytes * files + " bytes)");
  }

  private static List<Path> sources(Path kernel) throws IOException {
    try (Stream<Path> all = Files.walk(kernel)) {
      return all.filter(path -> SOURCE.matcher(path.getFileName().toString()).matches())
          .filter(path -> Files.isRegularFile(path, java.nio.file.LinkOption.NOFOLLOW_LINKS))
          .sorted(Comparator.comparing(path -> kernel.relativize(path).toString()))
          .toList();
    }
  }

  private void append(Path source) throws IOException {
    byte[] text = wellFormed(Files.readAllBytes(source));
    int from = 0;
    for (int i = 0; i < text.length && !parts.isFull(); i++) {
      if (text[i] == '\n') {
        line(text, from, i + 1 - from);
        from = i + 1;
      }
    }
    pending.write(text, from, text.length - from);
  }

  /** A file may end within a line, which goes on in the next. */
  private void line(byte[] text, int from, int length) throws IOException {
    if (pending.size() == 0) {
      parts.line(text, from, length);
      return;
    }
    pending.write(text, from, length);
    parts.line(pending.toByteArray(), 0, pending.size());
    pending.reset();
  }

  private static byte[] wellFormed(byte[] bytes) throws CharacterCodingException {
    CharBuffer text =
        UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.IGNORE)
            .decode(ByteBuffer.wrap(bytes));
    return text.toString().replace("\0", "").getBytes(UTF_8);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
