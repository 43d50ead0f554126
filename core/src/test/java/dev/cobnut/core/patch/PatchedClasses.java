package dev.cobnut.core.patch;

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
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A package of the product with a bug: its source is patched and compiled, and loaded with all that
 * is in it and below it, tests too, by a loader of its own, so that product code needs no switches
 * for it.
 */
public final class PatchedClasses extends ClassLoader {
  private static final Path SOURCES = Path.of("src", "main", "java");

  private final String own;
  private final Path classes;

  private PatchedClasses(String own, Path classes) {
    super(PatchedClasses.class.getClassLoader());
    this.own = own;
    this.classes = classes;
  }

  /**
   * Compiles a package of the module whose tests run.
   *
   * @param name of the package
   * @param folder an empty one, for the classes
   */
  public static ClassLoader of(String name, List<Patch> patches, Path folder) throws IOException {
    String path = name.replace('.', '/');
    if (!patches.isEmpty()) {
      compile(path, patched(SOURCES.resolve(path), patches), folder);
    }
    return new PatchedClasses(name + ".", folder);
  }

  private static Map<String, String> patched(Path sources, List<Patch> patches) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Patch patch : patches) {
      String before = texts.get(patch.file());
      String source = before == null ? Files.readString(sources.resolve(patch.file())) : before;
      int at = source.indexOf(patch.find());
      if (at < 0 || source.indexOf(patch.find(), at + 1) >= 0) {
        throw new IllegalStateException(
            "\"" + patch.find() + "\" (expected: exactly once in " + patch.file() + ")");
      }
      texts.put(patch.file(), source.replace(patch.find(), patch.replace()));
    }
    return texts;
  }

  private static void compile(String path, Map<String, String> texts, Path folder) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<JavaFileObject> files = new ArrayList<>();
    texts.forEach((name, text) -> files.add(source(path + "/" + name, text)));
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
    return new SimpleJavaFileObject(URI.create("string:///" + name), JavaFileObject.Kind.SOURCE) {
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
        loaded = name.startsWith(own) ? define(name) : super.loadClass(name, resolve);
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
