package dev.cobnut.worker;

import dev.cobnut.job.MapReduceJob;
import dev.cobnut.worker.testjobs.WordCountJob;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** A real plugin's jar, made from the classes of the test's jobs. */
record TestJar(Path path, String sha256) {
  private static final List<String> JOBS = List.of("WordCountJob", "SortJob", "TroubleJob");

  static TestJar write(Path path) throws IOException {
    Path classes;
    try {
      classes = Path.of(WordCountJob.class.getResource("WordCountJob.class").toURI()).getParent();
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
    String folder = WordCountJob.class.getPackageName();
    try (OutputStream file = Files.newOutputStream(path);
        JarOutputStream jar = new JarOutputStream(file);
        DirectoryStream<Path> entries = Files.newDirectoryStream(classes, "*.class")) {
      for (Path entry : entries) {
        add(jar, folder.replace('.', '/') + "/" + entry.getFileName(), Files.readAllBytes(entry));
      }
      String services = String.join("\n", JOBS.stream().map(job -> folder + "." + job).toList());
      add(
          jar,
          "META-INF/services/" + MapReduceJob.class.getName(),
          services.getBytes(StandardCharsets.UTF_8));
    }
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path));
      return new TestJar(path, HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void add(JarOutputStream jar, String name, byte[] bytes) throws IOException {
    jar.putNextEntry(new JarEntry(name));
    jar.write(bytes);
    jar.closeEntry();
  }
}
