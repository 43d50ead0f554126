package dev.cobnut.benchmarks.peers.flink;

import java.util.HashSet;
import java.util.Set;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Lets each word of a file pass once, but for those that a full set has forgotten. */
final class Distinct extends AbstractStreamOperator<Tuple2<String, String>>
    implements OneInputStreamOperator<Tuple2<String, String>, Tuple2<String, String>> {
  private static final long serialVersionUID = 1;
  private static final int WORDS_MAX = 2_000_000;

  private transient Set<String> known;

  @Override
  public void open() {
    known = new HashSet<>();
  }

  @Override
  public void processElement(StreamRecord<Tuple2<String, String>> posting) {
    if (known.add(posting.getValue().f0)) {
      output.collect(posting);
    }
    if (known.size() == WORDS_MAX) {
      known.clear();
    }
  }
}
