package dev.cobnut.runtime.checkpoint;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The checkpoint's maps, of all terms. Safe for use by any thread. */
record GridMaps(
    IMap<String, byte[]> jobs, IMap<String, byte[]> tasks, IMap<String, byte[]> headers) {

  static GridMaps of(HazelcastInstance hazelcast) {
    return new GridMaps(
        hazelcast.getMap(MapNames.JOBS),
        hazelcast.getMap(MapNames.TASKS),
        hazelcast.getMap(MapNames.HEADERS));
  }

  List<IMap<String, byte[]>> all() {
    return List.of(jobs, tasks, headers);
  }

  private IMap<String, byte[]> of(String name) {
    return EntryNames.isJob(name) ? jobs : tasks;
  }

  /** Writes entries, by name; done when all are acknowledged. */
  CompletionStage<Void> setEntries(long term, Map<String, byte[]> entries) {
    Map<String, byte[]> ofJobs = new HashMap<>();
    Map<String, byte[]> ofTasks = new HashMap<>();
    entries.forEach(
        (name, bytes) ->
            (EntryNames.isJob(name) ? ofJobs : ofTasks).put(EntryNames.key(term, name), bytes));
    return CompletableFuture.allOf(set(jobs, ofJobs), set(tasks, ofTasks));
  }

  private static CompletableFuture<Void> set(
      IMap<String, byte[]> map, Map<String, byte[]> entries) {
    return entries.isEmpty()
        ? CompletableFuture.completedFuture(null)
        : map.setAllAsync(entries).toCompletableFuture();
  }

  void deleteEntries(long term, Collection<String> names) {
    names.forEach(name -> of(name).deleteAsync(EntryNames.key(term, name)));
  }

  /** The newest term that has a header. Blocks. */
  OptionalLong newestTerm() {
    return headers.keySet().stream().filter(EntryNames::isHeader).mapToLong(EntryNames::term).max();
  }

  byte @Nullable [] header(long term) {
    return headers.get(EntryNames.headerKey(term));
  }

  byte @Nullable [] list(long term, long segment) {
    return headers.get(EntryNames.listKey(term, segment));
  }

  /** Entries of a term, by name, as far as they are there. Blocks. */
  Map<String, byte[]> entries(long term, Collection<String> names) {
    Map<String, String> nameByKey = new HashMap<>();
    Set<String> ofJobs = new HashSet<>();
    Set<String> ofTasks = new HashSet<>();
    for (String name : names) {
      String key = EntryNames.key(term, name);
      nameByKey.put(key, name);
      (EntryNames.isJob(name) ? ofJobs : ofTasks).add(key);
    }
    Map<String, byte[]> found = new HashMap<>(jobs.getAll(ofJobs));
    found.putAll(tasks.getAll(ofTasks));
    Map<String, byte[]> byName = new HashMap<>();
    found.forEach((key, bytes) -> byName.put(nameByKey.getOrDefault(key, key), bytes));
    return byName;
  }

  /** Drops what terms below one have left, the headers first. Blocks. */
  void dropBelow(long term) {
    for (IMap<String, byte[]> map : List.of(headers, jobs, tasks)) {
      for (String key : map.keySet()) {
        if (EntryNames.term(key) < term) {
          map.delete(key);
        }
      }
    }
  }
}
