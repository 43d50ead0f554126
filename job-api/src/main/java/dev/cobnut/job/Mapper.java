package dev.cobnut.job;

/**
 * The map function: called once for each record of the input, in the order of the input within a
 * task, on one thread.
 *
 * <p>It must depend on its arguments alone: a task may run more than once, on different machines,
 * and each run must emit the same pairs in the same order. An exception ends the attempt; the
 * engine says at which record it was thrown.
 *
 * @param <I> the record that the input format reads; valid until the call returns
 * @param <K> the intermediate key
 * @param <V> the intermediate value
 */
@FunctionalInterface
public interface Mapper<I, K, V> {
  void map(I record, Emitter<K, V> out, TaskContext task) throws Exception;
}
