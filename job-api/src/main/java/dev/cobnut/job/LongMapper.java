package dev.cobnut.job;

/** A {@link Mapper} whose values are longs, emitted without boxing. The same contract holds. */
@FunctionalInterface
public interface LongMapper<I, K> extends Mapper<I, K, Long> {
  void map(I record, LongEmitter<K> out, TaskContext task) throws Exception;

  @Override
  default void map(I record, Emitter<K, Long> out, TaskContext task) throws Exception {
    map(record, LongEmitter.over(out), task);
  }
}
