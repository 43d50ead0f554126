package dev.cobnut.runtime.config;

/**
 * A key of the configuration.
 *
 * @param path dotted, as in {@code http.port}
 * @param kind what a value looks like
 * @param defaultText the default as it would be written, lists with commas
 * @param description for the user, one or two sentences
 */
record Setting(String path, Kind kind, String defaultText, String description) {

  /** {@code COBNUT_HTTP_PORT} for {@code http.port}. */
  String variable() {
    return "COBNUT_" + path.toUpperCase(java.util.Locale.ROOT).replace('.', '_');
  }

  /** {@code cobnut.http.port} for {@code http.port}. */
  String property() {
    return "cobnut." + path;
  }
}
