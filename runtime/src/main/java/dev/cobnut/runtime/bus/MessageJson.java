package dev.cobnut.runtime.bus;

import dev.cobnut.core.message.PlanDescribed;
import dev.cobnut.core.message.ToMaster;
import dev.cobnut.core.message.ToWorker;
import dev.cobnut.runtime.json.RecordJsonException;
import dev.cobnut.runtime.json.RecordMapper;
import io.vertx.core.json.JsonObject;

/**
 * The messages between master and workers as JSON: {@code type} is the record's simple name, the
 * other fields are its components. What isn't exactly one of them is refused.
 */
public final class MessageJson {
  private static final RecordMapper<ToMaster> TO_MASTER = RecordMapper.of(ToMaster.class);
  private static final RecordMapper<ToWorker> TO_WORKER = RecordMapper.of(ToWorker.class);
  private static final RecordMapper<PlanDescribed> PLAN_DESCRIBED =
      RecordMapper.of(PlanDescribed.class);

  private MessageJson() {}

  /** A message of the bus: a {@link ToMaster}, a {@link ToWorker} or a {@link PlanDescribed}. */
  public static JsonObject encode(Record message) {
    if (message instanceof ToMaster toMaster) {
      return new JsonObject(TO_MASTER.toTree(toMaster));
    }
    if (message instanceof ToWorker toWorker) {
      return new JsonObject(TO_WORKER.toTree(toWorker));
    }
    if (message instanceof PlanDescribed described) {
      return new JsonObject(PLAN_DESCRIBED.toTree(described));
    }
    throw new IllegalArgumentException(
        message.getClass().getName() + " (expected: ToMaster, ToWorker or PlanDescribed)");
  }

  /** What a worker said. */
  public static ToMaster toMaster(JsonObject json) {
    return decode(TO_MASTER, json);
  }

  /** What a master said. */
  public static ToWorker toWorker(JsonObject json) {
    return decode(TO_WORKER, json);
  }

  /** The answer to {@link ToWorker.DescribePlan}. */
  public static PlanDescribed planDescribed(JsonObject json) {
    return decode(PLAN_DESCRIBED, json);
  }

  private static <T> T decode(RecordMapper<T> mapper, JsonObject json) {
    try {
      return mapper.fromTree(json.getMap());
    } catch (RecordJsonException e) {
      throw new MessageException(String.valueOf(e.getMessage()), e);
    }
  }
}
