package dev.cobnut.runtime.json;

import dev.cobnut.core.model.AttemptId;
import dev.cobnut.core.model.JobId;
import dev.cobnut.core.model.TaskId;
import dev.cobnut.core.model.TaskKind;
import dev.cobnut.core.model.WorkerId;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Values of every record below a sealed interface, found by reflection, so that a new record or
 * field can't be forgotten: one with everything there, one with all that may be left out left out.
 */
public final class RecordSamples {
  private final boolean isFull;

  private RecordSamples(boolean isFull) {
    this.isFull = isFull;
  }

  /** Two or more values of each record. */
  public static <T> List<T> of(Class<T> root) {
    List<T> samples = new ArrayList<>();
    for (boolean isFull : new boolean[] {true, false}) {
      for (Object sample : new RecordSamples(isFull).values(root)) {
        samples.add(root.cast(sample));
      }
    }
    return samples;
  }

  private List<Object> values(Type type) {
    if (type instanceof ParameterizedType generic) {
      return List.of(generic(generic));
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isSealed()) {
      List<Object> all = new ArrayList<>();
      for (Class<?> permitted : plain.getPermittedSubclasses()) {
        all.addAll(values(permitted));
      }
      return all;
    }
    if (plain.isEnum()) {
      return Arrays.asList(plain.getEnumConstants());
    }
    Object known = known().get(plain);
    return List.of(known == null ? make(plain) : known);
  }

  private Object generic(ParameterizedType type) {
    Type[] arguments = type.getActualTypeArguments();
    List<Object> inner = values(arguments[arguments.length - 1]);
    if (type.getRawType() == Optional.class) {
      return isFull ? Optional.of(inner.get(0)) : Optional.empty();
    }
    if (type.getRawType() == List.class) {
      return isFull ? inner : List.of();
    }
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; isFull && i < 3; i++) {
      map.put("key \"" + i + "\" é", inner.get(0));
    }
    return map;
  }

  private Map<Class<?>, Object> known() {
    JobId job = new JobId("k3f9-a");
    TaskId task = new TaskId(job, 1, TaskKind.MAP, 123_456);
    return Map.of(
        String.class,
        isFull ? "text \"quoted\"\n\tüber 𝄞 \u0000" : "",
        int.class,
        isFull ? Integer.MIN_VALUE : 1,
        long.class,
        isFull ? Long.MAX_VALUE : 1L,
        Long.class,
        isFull ? Long.MIN_VALUE : 1L,
        boolean.class,
        isFull,
        JobId.class,
        job,
        TaskId.class,
        task,
        AttemptId.class,
        new AttemptId(task, 7, 2),
        WorkerId.class,
        new WorkerId("node-5701", isFull ? "a-7f3c" : "b"));
  }

  private Object make(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] arguments =
        Arrays.stream(components).map(each -> values(each.getGenericType()).get(0)).toArray();
    try {
      return type.getDeclaredConstructor(types).newInstance(arguments);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no sample of " + type, e);
    }
  }
}
