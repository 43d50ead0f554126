package dev.cobnut.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Packs a job of the tests into a jar, as its author would. */
public final class PluginJars {
  private PluginJars() {}

  public static Path write(Path jar, Class<?> job) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      out.putNextEntry(new JarEntry("META-INF/services/dev.cobnut.job.MapReduceJob"));
      out.write(job.getName().getBytes(StandardCharsets.UTF_8));
      String path = job.getName().replace('.', '/') + ".class";
      out.putNextEntry(new JarEntry(path));
      try (InputStream bytes = job.getClassLoader().getResourceAsStream(path)) {
        bytes.transferTo(out);
      }
    }
    return jar;
  }
}
