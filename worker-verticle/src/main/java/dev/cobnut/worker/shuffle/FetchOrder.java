package dev.cobnut.worker.shuffle;

import dev.cobnut.core.model.AttemptId;
import java.util.function.LongConsumer;

/**
 * What a reduce wants: the region of its partition of every map of its stage.
 *
 * @param maps how many there are: M
 * @param progress told how many bytes have come, on any thread
 */
public record FetchOrder(AttemptId reduce, int maps, LongConsumer progress) {}
