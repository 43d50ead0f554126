package dev.cobnut.app;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Makes plugins for tests: real jars, since only these are loaded as plugins are. */
public final class PluginJars {
  private static final String SERVICE = "META-INF/services/dev.cobnut.job.MapReduceJob";

  private PluginJars() {}

  /** A jar with jobs of the test class path. */
  public static Path of(Path folder, String name, Class<?>... jobs) throws IOException {
    String services =
        Stream.of(jobs).map(Class::getName).reduce("", (lines, line) -> lines + line + "\n");
    Path jar = folder.resolve(name + ".jar");
    try (FileSystem zip = create(jar)) {
      write(zip, SERVICE, services);
      for (Class<?> job : jobs) {
        String file = job.getName().replace('.', '/') + ".class";
        Path target = zip.getPath(file);
        Files.createDirectories(target.getParent());
        try (InputStream bytes = job.getClassLoader().getResourceAsStream(file)) {
          Files.copy(bytes, target);
        }
      }
    }
    return jar;
  }

  /** The jar of a job that ships; in a build of all modules its classes lie in a folder yet. */
  public static Path shipped(Path folder, String name, Class<?> job) throws Exception {
    Path source = Path.of(job.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path jar = folder.resolve(name + ".jar");
    if (Files.isRegularFile(source)) {
      return Files.copy(source, jar);
    }
    List<Path> files;
    try (Stream<Path> walk = Files.walk(source)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    try (FileSystem zip = create(jar)) {
      for (Path file : files) {
        Path target = zip.getPath(source.relativize(file).toString());
        if (target.getParent() != null) {
          Files.createDirectories(target.getParent());
        }
        Files.copy(file, target);
      }
    }
    return jar;
  }

  /** A jar whose service file says what it is given. */
  public static Path withServices(Path folder, String name, String services) throws IOException {
    Path jar = folder.resolve(name + ".jar");
    try (FileSystem zip = create(jar)) {
      write(zip, SERVICE, services);
    }
    return jar;
  }

  private static FileSystem create(Path jar) throws IOException {
    return FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of("create", "true"));
  }

  private static void write(FileSystem zip, String name, String text) throws IOException {
    Path file = zip.getPath(name);
    Files.createDirectories(file.getParent());
    Files.write(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
