package dev.cobnut.runtime.checkpoint;

final class MemoryCheckpointTest extends CheckpointContract {
  private final Checkpoint checkpoint = new MemoryCheckpoint();

  @Override
  Checkpoint checkpoint() {
    return checkpoint;
  }
}
