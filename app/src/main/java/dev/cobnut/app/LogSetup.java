package dev.cobnut.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Logback's configuration, in code because reading the same from XML takes as long as a small job;
 * {@code -Dlogback.configurationFile} replaces it. Called once by Logback.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
  /** The property that sets the level of Cobnut's own loggers. */
  static final String LEVEL = "dev.cobnut.level";

  private static final Map<String, Level> OTHERS =
      Map.of(
          // What the launcher logs is told by dev.cobnut.app.node, in one line and without a stack.
          "io.vertx.launcher", Level.OFF,
          // What follows when a member comes or goes; that it does is told by dev.cobnut.app.node.
          "com.hazelcast.internal.server", Level.ERROR,
          "com.hazelcast.internal.partition", Level.ERROR,
          "com.hazelcast.internal.cluster", Level.ERROR,
          "com.hazelcast.spi.impl.operationservice", Level.ERROR,
          "io.vertx.core.eventbus.impl.clustered", Level.ERROR,
          // What a node that leaves doesn't read any more; whatever matters is said again.
          "io.vertx.core.eventbus.impl.MessageConsumerImpl", Level.ERROR,
          "io.vertx.core.net.impl.ConnectionBase", Level.OFF);

  /** Logback makes one. */
  public LogSetup() {}

  @Override
  public ExecutionStatus configure(LoggerContext logging) {
    if (System.getProperty("logback.configurationFile") != null) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(logging);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setPattern("%d{HH:mm:ss.SSS} %-5level %logger{0}: %msg%n");
    encoder.start();
    ConsoleAppender<ILoggingEvent> stderr = new ConsoleAppender<>();
    stderr.setContext(logging);
    stderr.setName("stderr");
    // Standard output is for results.
    stderr.setTarget("System.err");
    stderr.setEncoder(encoder);
    stderr.start();
    Logger root = logging.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(stderr);
    OTHERS.forEach((name, level) -> logging.getLogger(name).setLevel(level));
    logging
        .getLogger("dev.cobnut")
        .setLevel(Level.toLevel(System.getProperty(LEVEL, ""), Level.INFO));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
