package dev.cobnut.job;

/**
 * One map and reduce over an input, as an engine reads it; made by {@link JobPlan#read}.
 *
 * @param <I> the record read
 * @param <K> the intermediate key
 * @param <V> the intermediate value
 * @param <K2> the key written
 * @param <V2> the value written
 */
public record StagePlan<I, K, V, K2, V2>(
    InputFormat<I> input,
    KeySerde<K> keys,
    Serde<V> values,
    Mapper<I, K, V> mapper,
    Combining<K, V> combining,
    Partitioning<K> partitioning,
    Reducing<K, V, K2, V2> reducing,
    OutputFormat<K2, V2> output) {}
