package dev.cobnut.app.embedded;

import dev.cobnut.app.show.JobDocument;
import dev.cobnut.master.MasterVerticle;
import dev.cobnut.master.api.Operation;
import dev.cobnut.runtime.Node;
import dev.cobnut.runtime.bus.Addresses;
import dev.cobnut.runtime.bus.LocalMembership;
import dev.cobnut.runtime.checkpoint.Checkpoint;
import dev.cobnut.runtime.config.Config;
import dev.cobnut.runtime.plugin.PluginRegistry;
import dev.cobnut.runtime.storage.StateStorage;
import dev.cobnut.worker.WorkerVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Master and worker on a Vert.x of their own, which nobody else can reach. One job at a time;
 * {@link #cancel} and {@link #close} may be called by another thread.
 */
public final class EmbeddedEngine implements AutoCloseable {
  private static final long START_MS = 30_000;
  private static final long REQUEST_MS = 10_000;
  private static final long RETRY_MS = 20;
  private static final long SILENCE_MS = 1_000;
  private static final long CANCEL_MS = 3_000;
  private static final long CLOSE_MS = 1_500;

  private final Vertx vertx;
  private final String node;
  private final PluginRegistry plugins;
  private final LinkedBlockingQueue<JobDocument> news = new LinkedBlockingQueue<>();

  private EmbeddedEngine(Vertx vertx, String node, PluginRegistry plugins) {
    this.vertx = vertx;
    this.node = node;
    this.plugins = plugins;
  }

  /**
   * Starts master and worker.
   *
   * @param loader has {@code job-api} and, in the fat jar, the bundled plugins
   * @param state of the journal
   * @throws IOException where the plugins can't be read
   */
  public static EmbeddedEngine start(Config config, ClassLoader loader, StateStorage state)
      throws IOException, InterruptedException, ProblemException {
    Path cache = config.dataDir().resolve(config.node().name()).resolve("plugins");
    PluginRegistry plugins = new PluginRegistry(config.plugins().dir(), cache, loader);
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(2)
                .setWorkerPoolSize(4)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
    EmbeddedEngine engine = new EmbeddedEngine(vertx, config.node().name(), plugins);
    try {
      plugins.scan();
      String name = config.node().name();
      Node node =
          new Node(
              name,
              config,
              plugins,
              Checkpoint.none(),
              new LocalMembership(name, config.node().roles()));
      await(
          // The worker first: so it hears at once, not a second later, that the master acts.
          vertx
              .deployVerticle(WorkerVerticle.embedded(node))
              .compose(worker -> vertx.deployVerticle(new MasterVerticle(node, state))),
          START_MS);
      return engine;
    } catch (IOException | ProblemException | RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  /** The jobs that can be run, and their code. */
  public PluginRegistry plugins() {
    return plugins;
  }

  /**
   * Runs a job to its end.
   *
   * @param submission as over HTTP
   * @param use what may be at the output
   * @param progress told the job's document whenever it changes, on the caller's thread
   * @throws ProblemException where the job isn't accepted
   */
  public JobDocument run(JsonObject submission, OutputUse use, Consumer<JobDocument> progress)
      throws ProblemException, InterruptedException {
    JsonObject request =
        Operation.SUBMIT
            .request()
            .put("request", submission)
            .put("overwrite", use.overwrite())
            .put("holdsJournal", use.holdsJournal());
    return follow(() -> new JobDocument(askActing(request)), progress);
  }

  /**
   * What may be at the output.
   *
   * @param overwrite whether an output that is there gives way
   * @param holdsJournal whether the engine's journal lies there
   */
  public record OutputUse(boolean overwrite, boolean holdsJournal) {}

  /** The job in the journal, as it was when the engine before this one was stopped. */
  public Optional<JobDocument> found() throws ProblemException, InterruptedException {
    JsonArray items = askActing(Operation.LIST.request()).getJsonArray("items");
    return items.stream().map(item -> new JobDocument((JsonObject) item)).findFirst();
  }

  /** Goes on to the end of a job that was {@link #found}; as {@link #run}. */
  public JobDocument resume(JobDocument found, Consumer<JobDocument> progress)
      throws ProblemException, InterruptedException {
    return follow(() -> found, progress);
  }

  private interface Beginning {
    JobDocument job() throws ProblemException, InterruptedException;
  }

  private JobDocument follow(Beginning beginning, Consumer<JobDocument> progress)
      throws ProblemException, InterruptedException {
    MessageConsumer<JsonObject> events =
        vertx
            .eventBus()
            .consumer(Addresses.JOBS_EVENTS, message -> news.add(new JobDocument(message.body())));
    try {
      JobDocument job = beginning.job();
      String id = job.id();
      while (!job.isEnded()) {
        JobDocument heard = news.poll(SILENCE_MS, TimeUnit.MILLISECONDS);
        // The bus may lose a message; a question now and then makes up for it.
        job = heard == null ? get(id) : heard;
        progress.accept(job);
      }
      return get(id);
    } finally {
      events.unregister();
    }
  }

  private JsonObject askActing(JsonObject request) throws ProblemException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_MS);
    while (true) {
      try {
        return ask(request);
      } catch (ProblemException e) {
        // The master takes a moment until it acts.
        if (e.status() != 503 || System.nanoTime() > deadline) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(RETRY_MS);
      }
    }
  }

  private JobDocument get(String id) throws ProblemException, InterruptedException {
    return new JobDocument(ask(Operation.GET.request().put("id", id)));
  }

  private JsonObject ask(JsonObject request) throws ProblemException, InterruptedException {
    DeliveryOptions options = new DeliveryOptions().setSendTimeout(REQUEST_MS).setLocalOnly(true);
    return await(
        vertx
            .eventBus()
            .<JsonObject>request(Addresses.api(node), request, options)
            .map(Message::body),
        REQUEST_MS + 1_000);
  }

  /**
   * Cancels whatever runs, and waits a moment until it has cleaned up.
   *
   * @return whether nothing runs any more
   */
  public boolean cancel() {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CANCEL_MS);
    try {
      for (JobDocument job : unended()) {
        cancel(job.id());
      }
      while (!unended().isEmpty() && System.nanoTime() < deadline) {
        TimeUnit.MILLISECONDS.sleep(RETRY_MS);
      }
      return hasNoJob();
    } catch (ProblemException noMasterThatHasAJob) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Whether no job runs; false where nobody tells. */
  boolean hasNoJob() {
    try {
      return unended().isEmpty();
    } catch (ProblemException nobodyTells) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void cancel(String id) throws ProblemException, InterruptedException {
    try {
      ask(Operation.CANCEL.request().put("id", id));
    } catch (ProblemException e) {
      // 409: it has ended, or is being published and ends in a moment.
      if (e.status() != 409) {
        throw e;
      }
    }
  }

  private List<JobDocument> unended() throws ProblemException, InterruptedException {
    JsonArray items = ask(Operation.LIST.request()).getJsonArray("items");
    return items.stream()
        .map(item -> new JobDocument((JsonObject) item))
        .filter(job -> !job.isEnded())
        .toList();
  }

  /** Stops master and worker. */
  @Override
  public void close() {
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(CLOSE_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException stillClosing) {
      // The process is about to end, which stops what is left.
      return;
    }
  }

  private static <T> T await(Future<T> future, long timeoutMs)
      throws ProblemException, InterruptedException {
    try {
      return future.toCompletionStage().toCompletableFuture().get(timeoutMs, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw ProblemException.of(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      throw ProblemException.of(new TimeoutException("no answer within " + timeoutMs + " ms"));
    }
  }
}
