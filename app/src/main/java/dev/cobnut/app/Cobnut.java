package dev.cobnut.app;

import io.vertx.launcher.application.VertxApplication;

/** The main class of the fat jar. */
public final class Cobnut {

  private Cobnut() {}

  public static void main(String[] args) {
    new VertxApplication(args).launch();
  }
}
