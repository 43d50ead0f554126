package dev.cobnut.runtime.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * A jar that a scan came across.
 *
 * @param id tells it from all others of the scan
 * @param stamp another one means that the content may have changed
 */
record JarSource(String id, String fileName, Object stamp, Content content) {

  /** Opens the jar's bytes, from the first on. */
  interface Content {
    InputStream open() throws IOException;
  }

  /** A jar inside the fat jar, which doesn't change while it runs. */
  static JarSource bundled(String fileName, Content content) {
    return new JarSource("bundled:" + fileName, fileName, "bundled", content);
  }

  /** A jar in the folder. */
  static JarSource file(Path jar) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(jar, BasicFileAttributes.class);
    String fileName = String.valueOf(jar.getFileName());
    Object stamp =
        List.of(
            attributes.size(), attributes.lastModifiedTime(), String.valueOf(attributes.fileKey()));
    return new JarSource("file:" + fileName, fileName, stamp, () -> Files.newInputStream(jar));
  }

  /** The file's name without {@code .jar}. */
  String name() {
    return fileName.replaceFirst("\\.jar$", "");
  }
}
