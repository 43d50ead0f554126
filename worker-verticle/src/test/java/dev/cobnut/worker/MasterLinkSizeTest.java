package dev.cobnut.worker;

import static dev.cobnut.worker.LinkMessages.INFO;
import static dev.cobnut.worker.LinkMessages.JOB;
import static dev.cobnut.worker.LinkMessages.attempt;
import static dev.cobnut.worker.LinkMessages.failed;
import static dev.cobnut.worker.LinkMessages.startMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cobnut.core.message.ToMaster;
import dev.cobnut.core.message.ToWorker;
import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.Outcome;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.runtime.bus.MessageJson;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** How large what a worker says may get. */
final class MasterLinkSizeTest {
  private final MasterLink link = new MasterLink(INFO, List::of, () -> false);

  /** Each of 10 workers holds a tenth of a large job's outputs, some of which ran twice. */
  @Test
  void helloOfAHundredThousandMapOutputsIsOneMessageBelowOneMebibyte() {
    SplittableRandom random = new SplittableRandom(3);
    Set<AttemptId> held = new HashSet<>();
    while (held.size() < 100_000) {
      TaskId map = new TaskId(JOB, 0, TaskKind.MAP, random.nextInt(1_000_000));
      held.add(new AttemptId(map, 1 + random.nextInt(2), 1 + random.nextInt(2)));
    }
    held.forEach(map -> link.found(map, true));
    List<Duty> duties = acts(1, "m1");
    assertThat(duties).hasSize(1);
    ToMaster.Hello hello = (ToMaster.Hello) ((Duty.Tell) duties.get(0)).message();
    Buffer bytes = MessageJson.encode(hello).toBuffer();
    assertThat(bytes.length()).isLessThan(1 << 20);
    assertThat(MessageJson.toMaster(new JsonObject(bytes))).isEqualTo(hello);
    assertThat(new HashSet<>(hello.held())).isEqualTo(held);
  }

  @Test
  void longOutcomesGoInSeveralMessagesBelowOneMebibyte() {
    acts(1, "m1");
    List<Outcome> outcomes = new ArrayList<>();
    for (int index = 0; index < 200; index++) {
      AttemptId attempt = attempt(TaskKind.MAP, index);
      link.heard(startMap(1, attempt));
      Outcome outcome = failed(attempt, "\tat some.Frame(Of.java:1)\n".repeat(600));
      outcomes.add(outcome);
      link.ended(outcome);
    }
    List<Outcome> told = new ArrayList<>();
    for (Duty duty : acts(2, "m2")) {
      ToMaster message = ((Duty.Tell) duty).message();
      assertThat(MessageJson.encode((Record) message).toBuffer().length()).isLessThan(1 << 20);
      told.addAll(
          message instanceof ToMaster.Hello hello
              ? hello.outcomes()
              : ((ToMaster.Heartbeat) message).outcomes());
    }
    assertThat(told).isEqualTo(outcomes);
  }

  private List<Duty> acts(long term, String node) {
    return link.heard(new ToWorker.MasterActs(term, node));
  }
}
