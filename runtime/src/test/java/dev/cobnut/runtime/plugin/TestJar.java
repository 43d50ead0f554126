package dev.cobnut.runtime.plugin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A jar that a test makes: source text is compiled, entries are packed. */
final class TestJar {
  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private String version = "";

  /** A jar with one job that does nothing but bear a name. */
  static TestJar withJob(String className, String jobName) {
    return new TestJar().source(className, jobSource(className, jobName)).service(className);
  }

  static String jobSource(String className, String jobName) {
    return """
        public class %s implements dev.cobnut.job.MapReduceJob {
          public String name() { return "%s"; }
          public String description() { return "It is " + getClass().getSimpleName(); }
          public dev.cobnut.job.JobPlan plan(dev.cobnut.job.JobParameters parameters) {
            throw new IllegalStateException("planned by " + name());
          }
        }
        """
        .formatted(className, jobName);
  }

  TestJar source(String className, String source) {
    entries.putAll(compile(className, source));
    return this;
  }

  TestJar service(String... lines) {
    return entry("META-INF/services/dev.cobnut.job.MapReduceJob", String.join("\n", lines) + "\n");
  }

  TestJar entry(String name, String text) {
    entries.put(name, text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  TestJar without(String name) {
    if (entries.remove(name) == null) {
      throw new IllegalStateException(name + " (expected: one of " + entries.keySet() + ")");
    }
    return this;
  }

  TestJar version(String text) {
    this.version = text;
    return this;
  }

  Path write(Path file) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    if (!version.isEmpty()) {
      manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
    }
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        jar.putNextEntry(new JarEntry(entry.getKey()));
        jar.write(entry.getValue());
      }
    }
    return file;
  }

  private static Map<String, byte[]> compile(String className, String source) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Map<String, byte[]> classes = new LinkedHashMap<>();
    try (StandardJavaFileManager standard =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      JavaFileManager manager = new ClassCatcher(standard, classes);
      List<String> options =
          new ArrayList<>(List.of("-proc:none", "-cp", System.getProperty("java.class.path")));
      SimpleJavaFileObject file =
          new SimpleJavaFileObject(
              URI.create("string:///" + className + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
              return source;
            }
          };
      boolean ok = compiler.getTask(null, manager, null, options, null, List.of(file)).call();
      if (!ok) {
        throw new IllegalArgumentException("doesn't compile:\n" + source);
      }
      return classes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class ClassCatcher extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, byte[]> classes;

    ClassCatcher(JavaFileManager files, Map<String, byte[]> classes) {
      super(files);
      this.classes = classes;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("mem:///" + className + ".class"), kind) {
        @Override
        public OutputStream openOutputStream() {
          return new ByteArrayOutputStream() {
            @Override
            public void close() {
              classes.put(className + ".class", toByteArray());
            }
          };
        }
      };
    }
  }
}
