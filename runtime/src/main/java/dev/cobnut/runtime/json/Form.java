package dev.cobnut.runtime.json;

/**
 * How values of one type look as a tree of maps, lists, strings, numbers and flags. Immutable.
 *
 * @see Forms
 */
interface Form {
  Object toTree(Object value);

  /** The value; throws {@link RecordJsonException} where the tree is another's. */
  Object fromTree(Object tree);

  /** Whether the value has no place in the tree of its record. */
  default boolean isLeftOut(Object value) {
    return false;
  }

  /** What stands for a field that isn't there; throws where it has to be. */
  default Object absent() {
    throw new RecordJsonException("missing");
  }
}
