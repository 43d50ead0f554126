package dev.cobnut.runtime.storage;

/** What an object on the state storage may be called. */
final class ObjectNames {
  private ObjectNames() {}

  /** The name, if it is one: plain names with slashes between, none of which begins with a dot. */
  static String require(String name) {
    for (String part : name.split("/", -1)) {
      if (part.isEmpty() || part.startsWith(".")) {
        throw new IllegalArgumentException(
            "object: \"" + name + "\" (expected: plain names with slashes between)");
      }
    }
    return name;
  }
}
