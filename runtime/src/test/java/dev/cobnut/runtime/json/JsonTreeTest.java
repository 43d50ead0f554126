package dev.cobnut.runtime.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTreeTest {
  @Test
  void whatIsWrittenIsReadBackInItsOrder() throws Exception {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("z", "a \"text\" with \u00e9 and \n");
    tree.put("a", Arrays.asList(1, 1L << 40, 0.5, true, false, null, List.of(), Map.of()));
    tree.put("nothing", null);
    byte[] json = JsonTree.write(tree);

    Object read = JsonTree.read(json, 0, json.length);

    assertThat(read).isEqualTo(tree);
    assertThat(new ArrayList<>(((Map<?, ?>) read).keySet()).toString())
        .isEqualTo("[z, a, nothing]");
    assertThat(JsonTree.read(new String(json, UTF_8))).isEqualTo(tree);
  }

  @Test
  void onlyTheBytesNamedAreRead() throws Exception {
    assertThat(JsonTree.read("x[7]y".getBytes(UTF_8), 1, 3)).isEqualTo(List.of(7));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[1,", "{\"a\":1,\"a\":2}", "{} {}", "1 2", "]", "{a:1}", "nul"})
  void anythingButOneValueIsRefused(String json) {
    assertThatThrownBy(() -> JsonTree.read(json)).isInstanceOf(JsonProcessingException.class);
  }
}
