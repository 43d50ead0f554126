package dev.cobnut.master.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

final class SubmitRequestTest {
  private static SubmitRequest parse(String json) {
    return SubmitRequest.parse(new JsonObject(json));
  }

  @Test
  void defaultsAreFilledIn() {
    SubmitRequest request = parse("{\"job\":\"j\",\"input\":[\"a\"],\"output\":\"b\"}");

    assertThat(request.reducers()).isEmpty();
    assertThat(request.splitBytes()).isEqualTo(64 << 20);
    assertThat(request.priority()).isZero();
    assertThat(request.runningMax()).isZero();
    assertThat(request.skipBadRecords()).isFalse();
    assertThat(request.parameters()).isEmpty();
  }

  @Test
  void howItIsToRunIsTakenAsGiven() {
    SubmitRequest request =
        parse(
            "{\"job\":\"j\",\"input\":[\"a\"],\"output\":\"b\","
                + "\"priority\":-10,\"runningMax\":1000000,\"skipBadRecords\":true}");

    assertThat(request.priority()).isEqualTo(-10);
    assertThat(request.runningMax()).isEqualTo(1_000_000);
    assertThat(request.skipBadRecords()).isTrue();
  }

  @Test
  void numbersAndFlagsCountAsTheirTexts() {
    SubmitRequest request =
        parse(
            "{\"job\":\"j\",\"input\":[\"a\"],\"output\":\"b\","
                + "\"parameters\":{\"n\":3,\"flag\":true,\"text\":\"t\"}}");

    assertThat(request.parameters())
        .containsEntry("n", "3")
        .containsEntry("flag", "true")
        .containsEntry("text", "t");
  }

  @Test
  void digestIsTheSameInWhateverOrderTheFieldsCome() {
    String one =
        parse("{\"job\":\"j\",\"input\":[\"a\"],\"output\":\"b\",\"parameters\":{\"x\":1,\"y\":2}}")
            .sha256();
    String other =
        parse("{\"parameters\":{\"y\":2,\"x\":1},\"output\":\"b\",\"input\":[\"a\"],\"job\":\"j\"}")
            .sha256();

    assertThat(one).isEqualTo(other).hasSize(64);
  }

  @Test
  void digestTellsEveryDifference() {
    String one = parse("{\"job\":\"j\",\"input\":[\"a\",\"b\"],\"output\":\"c\"}").sha256();

    assertThat(parse("{\"job\":\"j\",\"input\":[\"b\",\"a\"],\"output\":\"c\"}").sha256())
        .isNotEqualTo(one);
    assertThat(parse("{\"job\":\"j\",\"input\":[\"a,b\"],\"output\":\"c\"}").sha256())
        .isNotEqualTo(one);
  }

  @Test
  void wholeNumberMayBeWrittenWithAPoint() {
    assertThat(
            parse("{\"job\":\"j\",\"input\":[\"a\"],\"output\":\"b\",\"reducers\":4.0}").reducers())
        .contains(4);
  }
}
