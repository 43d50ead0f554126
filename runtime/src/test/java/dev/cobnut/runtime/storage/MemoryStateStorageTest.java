package dev.cobnut.runtime.storage;

final class MemoryStateStorageTest extends StateStorageContract {
  private final StateStorage storage = new MemoryStateStorage();

  @Override
  StateStorage storage() {
    return storage;
  }
}
