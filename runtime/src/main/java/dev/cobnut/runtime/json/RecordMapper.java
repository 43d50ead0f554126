package dev.cobnut.runtime.json;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns the records of a sealed interface into trees of maps, lists, strings, numbers and flags,
 * and back. A field is called as its component; an empty Optional is left out; the field {@code
 * type} holds the record's simple name. What isn't exactly of this form is refused. Immutable.
 *
 * @param <T> a sealed interface of records, or a record
 */
public final class RecordMapper<T> {
  private final Class<T> root;
  private final Choice choice;

  private RecordMapper(Class<T> root) {
    this.root = root;
    this.choice = Choice.of(root, new Forms());
  }

  /** The mapper of a type; costs reflection, so it is made once. */
  public static <T> RecordMapper<T> of(Class<T> root) {
    return new RecordMapper<>(root);
  }

  /** The tree of a value. */
  public Map<String, Object> toTree(T value) {
    return choice.toTree(value);
  }

  /**
   * The value of a tree.
   *
   * @throws RecordJsonException where the tree is not exactly one of the records
   */
  public T fromTree(@Nullable Object tree) {
    if (tree == null) {
      throw RecordJsonException.expected(null, "an object");
    }
    return root.cast(choice.fromTree(tree));
  }
}
