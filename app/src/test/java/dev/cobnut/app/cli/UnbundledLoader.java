package dev.cobnut.app.cli;

import java.net.URL;

/** The tests' class path without the plugins that the fat jar carries: these aren't there yet. */
final class UnbundledLoader extends ClassLoader {
  UnbundledLoader() {
    super(UnbundledLoader.class.getClassLoader());
  }

  @Override
  public URL getResource(String name) {
    return name.startsWith("bundled-plugins/") ? null : super.getResource(name);
  }
}
