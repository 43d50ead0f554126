package dev.cobnut.master;

import dev.cobnut.job.MapReduceJob;
import dev.cobnut.runtime.plugin.PluginRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** A registry that offers a real jar with {@link TestJob} in it. */
final class TestPlugin {
  private TestPlugin() {}

  static PluginRegistry registry(Path folder) throws IOException {
    Path plugins = Files.createDirectories(folder.resolve("plugins"));
    String classFile = TestJob.class.getName().replace('.', '/') + ".class";
    try (JarOutputStream jar =
            new JarOutputStream(Files.newOutputStream(plugins.resolve("test-plugin.jar")));
        InputStream code = TestJob.class.getClassLoader().getResourceAsStream(classFile)) {
      jar.putNextEntry(new JarEntry("META-INF/services/" + MapReduceJob.class.getName()));
      jar.write(TestJob.class.getName().getBytes(StandardCharsets.UTF_8));
      jar.putNextEntry(new JarEntry(classFile));
      code.transferTo(jar);
    }
    PluginRegistry registry =
        new PluginRegistry(
            plugins, folder.resolve("plugin-cache"), MapReduceJob.class.getClassLoader());
    registry.scan();
    return registry;
  }
}
