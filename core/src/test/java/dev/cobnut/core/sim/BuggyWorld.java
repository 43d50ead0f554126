package dev.cobnut.core.sim;

import dev.cobnut.core.sim.PlantedBug.Patch;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Core with a bug: its source is patched and compiled, and loaded with all of core and the
 * simulator by a loader of its own, so that product code needs no switches for it.
 */
final class BuggyWorld extends ClassLoader {
  private static final String OWN = "dev.cobnut.core.";
  private static final Path SOURCES = Path.of("src", "main", "java", "dev", "cobnut", "core");

  private final Path classes;

  private BuggyWorld(Path classes) {
    super(BuggyWorld.class.getClassLoader());
    this.classes = classes;
  }

  /**
   * Plays seeds with a bug in core: gives what went wrong, or nothing.
   *
   * @param folder an empty one, for the classes
   */
  static LongFunction<String> with(PlantedBug bug, Path folder) throws IOException {
    if (bug.patches().isEmpty()) {
      return new SeedPlayer(bug.leftOut());
    }
    compile(patched(bug), folder);
    try {
      Object player =
          new BuggyWorld(folder)
              .loadClass(SeedPlayer.class.getName())
              .getDeclaredConstructor()
              .newInstance();
      return asPlayer(player);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(bug + ": can't be loaded", e);
    }
  }

  @SuppressWarnings("unchecked")
  private static LongFunction<String> asPlayer(Object player) {
    return (LongFunction<String>) player;
  }

  private static Map<String, String> patched(PlantedBug bug) throws IOException {
    Map<String, String> sources = new LinkedHashMap<>();
    for (Patch patch : bug.patches()) {
      String before = sources.get(patch.file());
      String source = before == null ? Files.readString(SOURCES.resolve(patch.file())) : before;
      int at = source.indexOf(patch.find());
      if (at < 0 || source.indexOf(patch.find(), at + 1) >= 0) {
        throw new IllegalStateException(
            bug + ": \"" + patch.find() + "\" (expected: exactly once in " + patch.file() + ")");
      }
      sources.put(patch.file(), source.replace(patch.find(), patch.replace()));
    }
    return sources;
  }

  private static void compile(Map<String, String> sources, Path folder) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<JavaFileObject> files = new ArrayList<>();
    sources.forEach((name, text) -> files.add(source(name, text)));
    List<String> options =
        List.of(
            "-nowarn",
            "-proc:none",
            "-implicit:none",
            "-d",
            folder.toString(),
            "-cp",
            System.getProperty("java.class.path"));
    StringWriter output = new StringWriter();
    if (!compiler.getTask(output, null, null, options, null, files).call()) {
      throw new IllegalStateException("a patch doesn't compile: " + output);
    }
  }

  private static JavaFileObject source(String name, String text) {
    return new SimpleJavaFileObject(
        URI.create("string:///dev/cobnut/core/" + name), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null) {
        loaded = name.startsWith(OWN) ? define(name) : super.loadClass(name, resolve);
      }
      return loaded;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    String file = name.replace('.', '/') + ".class";
    Path patched = classes.resolve(file);
    try (InputStream in =
        Files.exists(patched)
            ? Files.newInputStream(patched)
            : getParent().getResourceAsStream(file)) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
