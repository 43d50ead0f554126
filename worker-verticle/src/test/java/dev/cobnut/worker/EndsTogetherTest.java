package dev.cobnut.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
final class EndsTogetherTest {
  private int told;

  @Test
  void endIsToldAtOnceWhereTheSlotsHaveNoMore(Vertx vertx) {
    EndsTogether ends = new EndsTogether(vertx, () -> false, () -> told++);

    ends.ended();
    ends.ended();

    assertThat(told).isEqualTo(2);
  }

  @Test
  void endsAreToldTogetherWhereTheSlotsHaveMore(Vertx vertx, VertxTestContext test) {
    vertx.runOnContext(
        begun -> {
          EndsTogether[] ends = new EndsTogether[1];
          ends[0] =
              new EndsTogether(
                  vertx,
                  () -> true,
                  () -> {
                    ends[0].told();
                    told++;
                    // What is told twice would be so before this.
                    vertx.setTimer(
                        50,
                        timer -> test.verify(() -> assertThat(told).isEqualTo(1)).completeNow());
                  });
          ends[0].ended();
          ends[0].ended();
          test.verify(() -> assertThat(told).as("not yet").isZero());
        });
  }
}
