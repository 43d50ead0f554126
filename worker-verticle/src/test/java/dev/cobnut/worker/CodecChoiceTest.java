package dev.cobnut.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.runtime.bus.Member;
import dev.cobnut.runtime.bus.Membership;
import dev.cobnut.runtime.config.Compression;
import dev.cobnut.worker.run.Codec;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class CodecChoiceTest {
  private static final Set<String> ONE = Set.of("10.0.0.1");
  private static final Set<String> TWO = Set.of("10.0.0.1", "10.0.0.2");

  private record On(Set<String> hosts) implements Membership {
    @Override
    public List<Member> members() {
      return List.of();
    }

    @Override
    public void onChange(Consumer<List<Member>> listener) {}

    @Override
    public String self() {
      return "node";
    }
  }

  private static Codec chosen(Compression configured, Set<String> hosts) {
    return new CodecChoice(configured, new On(hosts)).get();
  }

  @Test
  void nothingIsCompressedByDefaultWithinAHost() {
    assertThat(chosen(Compression.AUTO, ONE)).isEqualTo(Codec.NONE);
    assertThat(chosen(Compression.AUTO, TWO)).isEqualTo(Codec.LZ4);
  }

  @Test
  void whatIsConfiguredHoldsWhateverTheHosts() {
    for (Set<String> hosts : List.of(ONE, TWO)) {
      assertThat(chosen(Compression.NONE, hosts)).isEqualTo(Codec.NONE);
      assertThat(chosen(Compression.LZ4, hosts)).isEqualTo(Codec.LZ4);
      assertThat(chosen(Compression.ZSTD, hosts)).isEqualTo(Codec.ZSTD);
    }
  }
}
