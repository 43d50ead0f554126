package dev.cobnut.runtime.checkpoint;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.query.Predicates;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.scheduler.Save;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint in the grid's maps. A job's tasks are written before the job, so that a job never
 * claims more than its tasks show; what is left of a job without an entry of its own is passed
 * over. Safe for use by any thread; waits happen on worker threads.
 */
public final class ClusterCheckpoint implements Checkpoint {
  private static final String TERM = "term";

  private final Vertx vertx;
  private final IMap<String, byte[]> jobs;
  private final IMap<String, byte[]> tasks;
  private final IMap<String, Long> meta;
  private final Object order = new Object();
  private Future<Void> lastWrite = Future.succeededFuture();

  /** A checkpoint over {@link MapNames#all()}. */
  public ClusterCheckpoint(Vertx vertx, HazelcastInstance hazelcast) {
    this.vertx = vertx;
    this.jobs = hazelcast.getMap(MapNames.JOBS);
    this.tasks = hazelcast.getMap(MapNames.TASKS);
    this.meta = hazelcast.getMap(MapNames.META);
  }

  @Override
  public Future<Long> raiseTerm() {
    return vertx.executeBlocking(this::raiseTermBlocking, false);
  }

  private Long raiseTermBlocking() {
    while (true) {
      Long old = meta.get(TERM);
      if (old == null) {
        if (meta.putIfAbsent(TERM, 1L) == null) {
          return 1L;
        }
      } else if (meta.replace(TERM, old, old + 1)) {
        return old + 1;
      }
    }
  }

  @Override
  public Future<Void> write(List<Save> saves) {
    List<Save> copy = List.copyOf(saves);
    Context context = vertx.getOrCreateContext();
    // A large split plan takes long to encode; that isn't for an event loop.
    Future<Batch> encoded = vertx.executeBlocking(() -> Batch.of(copy), false);
    Promise<Void> done = Promise.promise();
    synchronized (order) {
      lastWrite = lastWrite.transform(before -> encoded.compose(batch -> write(batch, context)));
      lastWrite.onComplete(done);
    }
    return done.future();
  }

  private Future<Void> write(Batch batch, Context context) {
    return forget(batch.forgotten)
        .compose(none -> setAll(tasks, batch.tasks, context))
        .compose(none -> setAll(jobs, batch.jobs, context));
  }

  private Future<Void> forget(Set<JobId> forgotten) {
    if (forgotten.isEmpty()) {
      return Future.succeededFuture();
    }
    return vertx.executeBlocking(
        () -> {
          for (JobId job : forgotten) {
            jobs.delete(job.value());
            tasks.removeAll(Predicates.like("__key", job.value() + "/%"));
          }
          return null;
        },
        false);
  }

  private static Future<Void> setAll(
      IMap<String, byte[]> map, Map<String, byte[]> entries, Context context) {
    if (entries.isEmpty()) {
      return Future.succeededFuture();
    }
    CompletionStage<Void> stage = map.setAllAsync(entries);
    return Future.fromCompletionStage(stage, context);
  }

  @Override
  public Future<List<Save>> read() {
    return vertx.executeBlocking(this::readBlocking, false);
  }

  private List<Save> readBlocking() {
    List<Save> saves = new ArrayList<>();
    Set<String> present = new HashSet<>();
    new TreeMap<>(new HashMap<>(copy(jobs)))
        .forEach(
            (job, bytes) -> {
              present.add(job);
              saves.add(SaveCodec.decode(bytes));
            });
    new TreeMap<>(copy(tasks))
        .forEach(
            (key, bytes) -> {
              if (present.contains(key.substring(0, key.indexOf('/')))) {
                saves.add(SaveCodec.decode(bytes));
              }
            });
    return List.copyOf(saves);
  }

  private static Map<String, byte[]> copy(IMap<String, byte[]> map) {
    Map<String, byte[]> copy = new HashMap<>();
    map.entrySet().forEach(entry -> copy.put(entry.getKey(), entry.getValue()));
    return copy;
  }

  /** What a list of Saves comes down to: jobs to forget, then entries to set. */
  private static final class Batch {
    private final Set<JobId> forgotten = new LinkedHashSet<>();
    private final Map<String, byte[]> tasks = new LinkedHashMap<>();
    private final Map<String, byte[]> jobs = new LinkedHashMap<>();

    static Batch of(List<Save> saves) {
      Map<String, @Nullable Save> last = new LinkedHashMap<>();
      Batch batch = new Batch();
      for (Save save : saves) {
        String key = SaveCodec.key(save);
        if (save instanceof Save.SaveForgotten) {
          batch.forgotten.add(save.job());
          last.keySet().removeIf(each -> each.equals(key) || each.startsWith(key + "/"));
        } else {
          last.put(key, save);
        }
      }
      last.forEach(
          (key, save) ->
              (save instanceof Save.SaveJob ? batch.jobs : batch.tasks)
                  .put(key, SaveCodec.encode(save)));
      return batch;
    }
  }
}
