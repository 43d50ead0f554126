package dev.cobnut.runtime.plugin;

import java.io.IOException;

/** A plugin can't be loaded. The message says what was found and what was expected. */
public final class PluginException extends IOException {
  private static final long serialVersionUID = 1L;

  PluginException(String message) {
    super(message);
  }

  PluginException(String message, Throwable cause) {
    super(message, cause);
  }
}
