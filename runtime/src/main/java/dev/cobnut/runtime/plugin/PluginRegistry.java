package dev.cobnut.runtime.plugin;

import dev.cobnut.core.model.PluginRef;
import dev.cobnut.job.MapReduceJob;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
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

  private final Object scanning = new Object();
  private volatile Offer offer = new Offer(List.of(), Map.of(), Map.of());

  /** All that the last scan found; never changed. */
  private record Offer(
      List<PluginInfo> plugins,
      Map<String, JobDescriptor> jobs,
      Map<String, LoadedPlugin> byDigest) {}

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

  /** Looks at the bundled jars and at {@code plugins/}, and offers what is there now. */
  public void scan() throws IOException {
    synchronized (scanning) {
      OfferBuilder builder = new OfferBuilder();
      for (String name : bundled.names()) {
        builder.add(name, () -> bundled.open(name));
      }
      for (Path jar : jars()) {
        builder.add(String.valueOf(jar.getFileName()), () -> Files.newInputStream(jar));
      }
      offer = builder.toOffer();
    }
  }

  private List<Path> jars() throws IOException {
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(pluginsDir, "*.jar")) {
      entries.forEach(jars::add);
    } catch (NoSuchFileException e) {
      return List.of();
    }
    jars.sort(Comparator.comparing(jar -> String.valueOf(jar.getFileName())));
    return jars;
  }

  /** All jars that the last scan found, the bundled ones first. */
  public List<PluginInfo> plugins() {
    return offer.plugins;
  }

  /** The job of a name, if one can be submitted. */
  public Optional<JobDescriptor> job(String jobName) {
    return Optional.ofNullable(offer.jobs.get(jobName));
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
    LoadedPlugin current = offer.byDigest.get(sha256);
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

  private interface Source {
    InputStream open() throws IOException;
  }

  /** Collects one scan. */
  private final class OfferBuilder {
    private final List<PluginInfo> plugins = new ArrayList<>();
    private final Map<String, JobDescriptor> jobs = new LinkedHashMap<>();
    private final Map<String, String> providers = new HashMap<>();
    private final Map<String, LoadedPlugin> byDigest = new HashMap<>();

    void add(String fileName, Source source) {
      Optional<PluginRef> plugin = Optional.empty();
      String name = fileName.replaceFirst("\\.jar$", "");
      try {
        String sha256;
        try (InputStream bytes = source.open()) {
          sha256 = cache.add(bytes);
        }
        plugin = Optional.of(new PluginRef(name, "unknown", sha256));
        LoadedPlugin current = offer.byDigest.get(sha256);
        LoadedPlugin loaded = current == null ? open(sha256, name) : current;
        byDigest.put(sha256, loaded);
        offerJobs(fileName, loaded);
      } catch (IOException e) {
        LOG.warn("plugin {}: {}", fileName, e.getMessage());
        plugins.add(
            new PluginInfo(
                fileName, plugin, List.of(), Optional.of(String.valueOf(e.getMessage()))));
      }
    }

    private void offerJobs(String fileName, LoadedPlugin loaded) {
      List<JobDescriptor> offered = new ArrayList<>();
      List<String> problems = new ArrayList<>();
      loaded.problem().ifPresent(problems::add);
      for (JobDescriptor job : loaded.descriptors()) {
        String other = providers.putIfAbsent(job.name(), fileName);
        if (other == null) {
          offered.add(job);
          jobs.put(job.name(), job);
        } else {
          problems.add("job " + job.name() + ": provided by " + other + " already");
        }
      }
      plugins.add(
          new PluginInfo(
              fileName,
              Optional.of(loaded.plugin()),
              offered,
              problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems))));
    }

    Offer toOffer() {
      return new Offer(List.copyOf(plugins), Map.copyOf(jobs), Map.copyOf(byDigest));
    }
  }
}
