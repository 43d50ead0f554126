package dev.cobnut.benchmarks.peers.flink;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Adds up before the shuffle, in a hash map that is emptied when it is full. An operator and not a
 * function over a full window: such a function runs on a thread of its own, and what it emits
 * before the end of its input meets the watermark that the task emits.
 */
final class Combine extends AbstractStreamOperator<Tuple2<String, Integer>>
    implements OneInputStreamOperator<Tuple2<String, Integer>, Tuple2<String, Integer>>,
        BoundedOneInput {
  private static final long serialVersionUID = 1;
  private static final int WORDS_MAX = 2_000_000;

  private transient Map<String, int[]> counts;

  @Override
  public void open() {
    counts = new HashMap<>();
  }

  @Override
  public void processElement(StreamRecord<Tuple2<String, Integer>> one) {
    counts.computeIfAbsent(one.getValue().f0, word -> new int[1])[0] += one.getValue().f1;
    if (counts.size() == WORDS_MAX) {
      emit();
    }
  }

  @Override
  public void endInput() {
    emit();
  }

  private void emit() {
    counts.forEach((word, count) -> output.collect(new StreamRecord<>(Tuple2.of(word, count[0]))));
    counts.clear();
  }
}
