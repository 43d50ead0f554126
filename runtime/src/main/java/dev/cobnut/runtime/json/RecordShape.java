package dev.cobnut.runtime.json;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a record, in their order, with the means to read and to make it: plain reflection,
 * since method handles that fit the shape of each record would be spun at each start. Immutable.
 */
final class RecordShape implements Form {
  /** The field that names which of several records a tree is. */
  static final String TYPE = "type";

  private final Class<?> type;
  private final List<Field> fields;
  private final Constructor<?> constructor;

  private record Field(String name, Method accessor, Form form) {}

  private RecordShape(Class<?> type, List<Field> fields, Constructor<?> constructor) {
    this.type = type;
    this.fields = List.copyOf(fields);
    this.constructor = constructor;
  }

  static RecordShape of(Class<?> type, Forms forms) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Field[] fields = new Field[components.length];
    for (int i = 0; i < fields.length; i++) {
      RecordComponent component = components[i];
      fields[i] =
          new Field(
              component.getName(), component.getAccessor(), forms.of(component.getGenericType()));
    }
    try {
      return new RecordShape(type, List.of(fields), type.getConstructor(types));
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(type + " (expected: a public record)", e);
    }
  }

  String name() {
    return type.getSimpleName();
  }

  @Override
  public Object toTree(Object value) {
    return put(value, new LinkedHashMap<>());
  }

  /** Whether a tree can tell the record's name beside its fields. */
  boolean canBeTyped() {
    return fields.stream().noneMatch(field -> field.name.equals(TYPE));
  }

  /** The tree, with the record's simple name as its first field. */
  Map<String, Object> toTypedTree(Object value) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(TYPE, name());
    return put(value, tree);
  }

  private Map<String, Object> put(Object value, Map<String, Object> tree) {
    for (Field field : fields) {
      Object of = call(field, value);
      if (!field.form.isLeftOut(of)) {
        tree.put(field.name, field.form.toTree(of));
      }
    }
    return tree;
  }

  private static Object call(Field field, Object value) {
    try {
      return field.accessor.invoke(value);
    } catch (InvocationTargetException | IllegalAccessException e) {
      throw new IllegalStateException("reading " + field.name, e);
    }
  }

  @Override
  public Object fromTree(Object tree) {
    return make(Forms.object(tree), 0);
  }

  /** The value of a tree that {@link #toTypedTree} made. */
  Object fromTypedTree(Map<?, ?> tree) {
    try {
      return make(tree, 1);
    } catch (RecordJsonException e) {
      throw e.below(name());
    }
  }

  private Object make(Map<?, ?> tree, int othersCount) {
    Object[] values = new Object[fields.size()];
    int present = othersCount;
    for (int i = 0; i < values.length; i++) {
      Field field = fields.get(i);
      @Nullable Object of = tree.get(field.name);
      try {
        values[i] = of == null ? field.form.absent() : field.form.fromTree(of);
      } catch (RecordJsonException e) {
        throw e.below(field.name);
      }
      present += of == null ? 0 : 1;
    }
    if (present != tree.size()) {
      throw RecordJsonException.expected(
          tree.keySet(), "only " + fields.stream().map(Field::name).toList());
    }
    return construct(values);
  }

  private Object construct(Object[] values) {
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw new RecordJsonException(String.valueOf(refused.getMessage()));
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("making a " + name(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("making a " + name(), e);
    }
  }
}
