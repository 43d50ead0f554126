package dev.cobnut.runtime.storage;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** State storage that ends with the process. Safe for use by any thread; never blocks long. */
public final class MemoryStateStorage implements StateStorage {
  private final Map<String, byte[]> objects = new TreeMap<>();

  @Override
  public synchronized Creation createIfAbsent(String name, byte[] bytes) {
    ObjectNames.require(name);
    byte[] there = objects.putIfAbsent(name, bytes.clone());
    return there == null || Arrays.equals(there, bytes) ? Creation.MINE : Creation.ANOTHERS;
  }

  @Override
  public synchronized Optional<byte[]> read(String name) {
    return Optional.ofNullable(objects.get(ObjectNames.require(name))).map(byte[]::clone);
  }

  @Override
  public synchronized List<String> list(String folder) {
    String prefix = ObjectNames.require(folder) + "/";
    return objects.keySet().stream()
        .filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length()))
        .filter(name -> !name.contains("/"))
        .toList();
  }

  @Override
  public synchronized void delete(String name) {
    objects.remove(ObjectNames.require(name));
  }

  @Override
  public String describe() {
    return "memory";
  }
}
