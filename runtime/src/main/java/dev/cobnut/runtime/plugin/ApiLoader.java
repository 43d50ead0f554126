package dev.cobnut.runtime.plugin;

import java.io.IOException;
import java.net.URL;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/** What a plugin sees of its surroundings: the JDK, and the packages of {@code job-api}. */
final class ApiLoader extends ClassLoader {
  private static final String API = "dev.cobnut.job.";
  private static final String NULLNESS = "org.jspecify.annotations.";

  private final ClassLoader engine;

  ApiLoader(ClassLoader engine) {
    super("cobnut-job-api", ClassLoader.getPlatformClassLoader());
    this.engine = engine;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (name.startsWith(API) || name.startsWith(NULLNESS)) {
      return engine.loadClass(name);
    }
    throw new ClassNotFoundException(name);
  }

  @Override
  protected @Nullable URL findResource(String name) {
    return null;
  }

  @Override
  protected Enumeration<URL> findResources(String name) throws IOException {
    return java.util.Collections.emptyEnumeration();
  }
}
