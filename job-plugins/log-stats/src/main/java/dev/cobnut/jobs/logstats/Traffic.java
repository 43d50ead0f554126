package dev.cobnut.jobs.logstats;

import dev.cobnut.job.ByteOutput;
import dev.cobnut.job.Int64Serde;
import dev.cobnut.job.Serde;
import dev.cobnut.job.Serdes;

/** What a client asked for. */
record Traffic(long requests, long bytes) {
  /** Two longs of {@link Serdes#int64()}: requests, bytes. */
  static final Serde<Traffic> SERDE =
      new Serde<>() {
        @Override
        public void encode(Traffic value, ByteOutput out) {
          Serdes.int64().encode(value.requests, out);
          Serdes.int64().encode(value.bytes, out);
        }

        @Override
        public Traffic decode(byte[] bytes, int offset, int length) {
          if (length != 2 * Int64Serde.BYTES) {
            throw new IllegalArgumentException(
                "traffic: " + length + " bytes (expected: " + 2 * Int64Serde.BYTES + ")");
          }
          return new Traffic(
              Int64Serde.read(bytes, offset), Int64Serde.read(bytes, offset + Int64Serde.BYTES));
        }
      };

  /** As it is written: {@code requests\tbytes}. */
  @Override
  public String toString() {
    return requests + "\t" + bytes;
  }
}
