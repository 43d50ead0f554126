package dev.cobnut.core.model;

/**
 * Walks the parts of a name. By hand, since names are read with every message and a regular
 * expression costs more than all that is then done with them. Confined to one thread.
 */
final class NameScanner {
  /** What {@link #number} returns where there is none. */
  static final long NONE = -1;

  private final String name;
  private int at;

  NameScanner(String name) {
    this.name = name;
  }

  /** Passes a character; false where it isn't the next. */
  boolean pass(char expected) {
    boolean isThere = at < name.length() && name.charAt(at) == expected;
    if (isThere) {
      at++;
    }
    return isThere;
  }

  /**
   * Passes a number in decimal digits, as many as there are; {@link #NONE} where there are none, or
   * more than allowed.
   *
   * @param digitsMax at most 18, which always fit
   */
  long number(int digitsMax) {
    int begin = at;
    long value = 0;
    while (at < name.length() && name.charAt(at) >= '0' && name.charAt(at) <= '9') {
      if (at - begin == digitsMax) {
        return NONE;
      }
      value = 10 * value + (name.charAt(at) - '0');
      at++;
    }
    return at == begin ? NONE : value;
  }

  boolean isAtEnd() {
    return at == name.length();
  }
}
