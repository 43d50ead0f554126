package dev.cobnut.runtime.json;

import java.util.LinkedHashMap;
import java.util.Map;

/** One of the records of a sealed interface; the field {@code type} says which. Immutable. */
final class Choice implements Form {
  private final Map<String, RecordShape> byName;
  private final Map<Class<?>, RecordShape> byType;

  private Choice(Map<String, RecordShape> byName, Map<Class<?>, RecordShape> byType) {
    this.byName = byName;
    this.byType = byType;
  }

  static Choice of(Class<?> root, Forms forms) {
    Map<String, RecordShape> byName = new LinkedHashMap<>();
    Map<Class<?>, RecordShape> byType = new LinkedHashMap<>();
    collect(root, forms, byName, byType);
    return new Choice(byName, byType);
  }

  private static void collect(
      Class<?> type,
      Forms forms,
      Map<String, RecordShape> byName,
      Map<Class<?>, RecordShape> byType) {
    if (type.isSealed()) {
      for (Class<?> permitted : type.getPermittedSubclasses()) {
        collect(permitted, forms, byName, byType);
      }
      return;
    }
    RecordShape shape = RecordShape.of(type, forms);
    if (!shape.canBeTyped()) {
      throw new IllegalStateException(shape.name() + " has a component called type");
    }
    byType.put(type, shape);
    if (byName.put(shape.name(), shape) != null) {
      throw new IllegalStateException("two records are called " + shape.name());
    }
  }

  @Override
  public Map<String, Object> toTree(Object value) {
    RecordShape shape = byType.get(value.getClass());
    if (shape == null) {
      throw new IllegalArgumentException(
          value.getClass().getName() + " (expected: one of " + byName.keySet() + ")");
    }
    return shape.toTypedTree(value);
  }

  @Override
  public Object fromTree(Object tree) {
    Map<?, ?> object = Forms.object(tree);
    Object type = object.get(RecordShape.TYPE);
    RecordShape shape = byName.get(type);
    if (shape == null) {
      throw RecordJsonException.expected(type, "one of " + byName.keySet()).below(RecordShape.TYPE);
    }
    return shape.fromTypedTree(object);
  }
}
