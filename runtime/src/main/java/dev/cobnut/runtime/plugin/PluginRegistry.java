package dev.cobnut.runtime.plugin;

import dev.cobnut.core.model.PluginRef;
import dev.cobnut.job.MapReduceJob;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs that can be submitted, and the code of all that run. A jar is copied to the cache before
 * it is opened, so that {@code plugins/} is never locked and a job keeps the digest that it began
 * with. A jar that can't be used is listed with its problem and disturbs nobody else.
 *
 * <p>Safe for use by any thread; what touches files blocks.
 */
public final class PluginRegistry {
  private static final Logger LOG = LoggerFactory.getLogger(PluginRegistry.class);

  private final Path pluginsDir;
  private final PluginCache cache;
  private final BundledPlugins bundled;
  private final ClassLoader api;

  /** Loaders that jobs may still use, though no offered jar has their digest any more. */
  private final Map<String, WeakReference<LoadedPlugin>> opened = new ConcurrentHashMap<>();

  /** What became of each jar that the last scan saw; guarded by itself, as scanning is. */
  private final Map<String, Offer.Jar> seen = new HashMap<>();

  private volatile Offer offer = Offer.NOTHING;

  /**
   * A registry that has found nothing yet.
   *
   * @param pluginsDir needn't exist
   * @param apiLoader has {@code job-api} and, in the fat jar, the bundled plugins
   */
  public PluginRegistry(Path pluginsDir, Path cacheDir, ClassLoader apiLoader) {
    this.pluginsDir = pluginsDir;
    this.cache = new PluginCache(cacheDir);
    this.bundled = new BundledPlugins(apiLoader);
    this.api = new ApiLoader(apiLoader);
  }

  /**
   * Looks at the bundled jars and at {@code plugins/}, and offers what is there now. Cheap where
   * nothing changed.
   */
  public void scan() throws IOException {
    synchronized (seen) {
      List<Offer.Jar> jars = new ArrayList<>();
      for (JarSource source : sources()) {
        Offer.Jar before = seen.get(source.id());
        boolean isUnchanged = before != null && before.source().stamp().equals(source.stamp());
        jars.add(isUnchanged ? before : read(source));
      }
      seen.clear();
      jars.forEach(jar -> seen.put(jar.source().id(), jar));
      Offer next = Offer.of(jars);
      for (PluginInfo plugin : next.plugins()) {
        if (plugin.problem().isPresent() && !offer.plugins().contains(plugin)) {
          LOG.warn("plugin {}: {}", plugin.fileName(), plugin.problem().get());
        }
      }
      offer = next;
      opened.values().removeIf(reference -> reference.get() == null);
    }
  }

  private List<JarSource> sources() throws IOException {
    List<JarSource> sources = new ArrayList<>();
    for (String name : bundled.names()) {
      sources.add(JarSource.bundled(name, () -> bundled.open(name)));
    }
    List<JarSource> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(pluginsDir, "*.jar")) {
      for (Path entry : entries) {
        addFile(entry, files);
      }
    } catch (NoSuchFileException e) {
      return sources;
    } catch (NotDirectoryException e) {
      throw new PluginException(
          "plugins.dir: " + pluginsDir + " isn't a folder (expected: one)", e);
    }
    files.sort(Comparator.comparing(JarSource::fileName));
    sources.addAll(files);
    return sources;
  }

  private static void addFile(Path jar, List<JarSource> files) throws IOException {
    try {
      files.add(JarSource.file(jar));
    } catch (NoSuchFileException e) {
      // Gone since the folder was listed: as if it had gone before.
      return;
    }
  }

  private Offer.Jar read(JarSource source) {
    Optional<PluginRef> plugin = Optional.empty();
    try {
      String sha256;
      try (InputStream bytes = source.content().open()) {
        sha256 = cache.add(bytes);
      }
      plugin = Optional.of(new PluginRef(source.name(), "unknown", sha256));
      LoadedPlugin loaded = offer.byDigest().get(sha256);
      if (loaded == null) {
        loaded = openOrForget(sha256, source.name());
      }
      return new Offer.Jar(
          source, Optional.of(loaded.plugin()), Optional.of(loaded), loaded.problem());
    } catch (PluginException e) {
      return refused(source, plugin, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return refused(source, plugin, "can't be read: " + e);
    }
  }

  private static Offer.Jar refused(JarSource source, Optional<PluginRef> plugin, String problem) {
    return new Offer.Jar(source, plugin, Optional.empty(), Optional.of(problem));
  }

  private LoadedPlugin openOrForget(String sha256, String name) throws IOException {
    try {
      return open(sha256, name);
    } catch (IOException e) {
      cache.remove(sha256);
      throw e;
    }
  }

  /** All jars that the last scan found, the bundled ones first. */
  public List<PluginInfo> plugins() {
    return offer.plugins();
  }

  /** The job of a name, if one can be submitted. */
  public Optional<JobDescriptor> job(String jobName) {
    return Optional.ofNullable(offer.jobs().get(jobName));
  }

  /**
   * The code of a job, as the jar with this digest has it.
   *
   * @throws PluginException where the jar isn't in the cache, is damaged, or has no such job
   */
  public MapReduceJob load(String sha256, String jobName) throws IOException {
    return loaded(sha256)
        .job(jobName)
        .orElseThrow(() -> new PluginException("job " + jobName + ": not in the plugin " + sha256));
  }

  /** Whether the cache holds the jar. */
  public boolean has(String sha256) {
    return cache.has(sha256);
  }

  /** Puts a jar into the cache, without offering it. */
  public void install(Path jar, String sha256) throws IOException {
    cache.add(jar, sha256);
  }

  /** Where the cache holds the jar. */
  public Path jar(String sha256) {
    return cache.jar(sha256);
  }

  private LoadedPlugin loaded(String sha256) throws IOException {
    LoadedPlugin current = offer.byDigest().get(sha256);
    if (current != null) {
      return current;
    }
    synchronized (opened) {
      WeakReference<LoadedPlugin> reference = opened.get(sha256);
      LoadedPlugin known = reference == null ? null : reference.get();
      return known == null ? open(sha256, sha256.substring(0, 12)) : known;
    }
  }

  private LoadedPlugin open(String sha256, String name) throws IOException {
    if (!cache.has(sha256)) {
      throw new PluginException("plugin " + sha256 + ": not in the cache (expected: installed)");
    }
    String found = PluginCache.digest(cache.jar(sha256));
    if (!found.equals(sha256)) {
      cache.remove(sha256);
      throw new PluginException("plugin " + sha256 + ": its copy is damaged, and removed now");
    }
    LoadedPlugin loaded = LoadedPlugin.open(name, sha256, cache.jar(sha256), api);
    opened.put(sha256, new WeakReference<>(loaded));
    return loaded;
  }
}
