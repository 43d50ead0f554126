package dev.cobnut.app.node;

import dev.cobnut.runtime.config.Config;
import dev.cobnut.runtime.config.ConfigException;
import io.vertx.launcher.application.VertxApplication;
import io.vertx.launcher.application.VertxApplicationHooks;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Starts a node with the Vert.x launcher, or says in one message why not. Whatever the launcher
 * would only warn of stops the start here.
 */
public final class NodeLauncher {
  private static final int USAGE = 2;

  /** How often a cluster is asked that takes nobody in. */
  private static final int JOINS_MAX = 20;

  private static final long JOIN_AGAIN_MS = 3_000;

  private final Map<String, String> environment;
  private final Map<String, String> systemProperties;
  private final PrintStream err;

  /** A launcher that reads its settings from these, beside the arguments. */
  public NodeLauncher(
      Map<String, String> environment, Map<String, String> systemProperties, PrintStream err) {
    this.environment = Map.copyOf(environment);
    this.systemProperties = Map.copyOf(systemProperties);
    this.err = err;
  }

  /** The options of the launcher, as it prints them. */
  public static String usage() {
    return LauncherArguments.grammar(new String[0]).getUsageMessage();
  }

  /** The system properties that are texts. */
  public static Map<String, String> texts(Properties properties) {
    Map<String, String> texts = new TreeMap<>();
    properties.stringPropertyNames().forEach(name -> texts.put(name, properties.getProperty(name)));
    return texts;
  }

  /** Starts a node; 0: it runs until the process ends. Else the process should exit with it. */
  public int launch(String[] args) {
    try {
      LauncherArguments arguments = LauncherArguments.parse(args);
      Config config = config(arguments);
      Optional<NodeState> state = NodeFolders.open(config);
      NodePorts.check(config, arguments.clustered());
      NodeFolders.empty(NodeHooks.cacheFolder(config));
      return start(args, config, arguments.clustered(), state);
    } catch (StartException e) {
      err.println("error: " + e.getMessage());
      return USAGE;
    }
  }

  /** Parts of a cluster that merge take nobody in meanwhile. */
  private int start(String[] args, Config config, boolean clustered, Optional<NodeState> state)
      throws StartException {
    for (int tries = 1; ; tries++) {
      NodeHooks hooks = NodeHooks.of(config, clustered, state, err);
      int code = new Application(args, hooks).launch();
      if (code == 0) {
        return code;
      }
      if (!hooks.isTurnedAway() || tries == JOINS_MAX) {
        err.println("error: " + hooks.failure());
        return code;
      }
      err.println("the cluster takes nobody in now; it is asked again in a moment");
      pause();
    }
  }

  private static void pause() throws StartException {
    try {
      TimeUnit.MILLISECONDS.sleep(JOIN_AGAIN_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartException("interrupted before the cluster was joined");
    }
  }

  private Config config(LauncherArguments arguments) throws StartException {
    try {
      return Config.load(arguments.conf().orElse(null), environment, systemProperties);
    } catch (ConfigException e) {
      throw new StartException(String.join("\n       ", e.problems()));
    }
  }

  /** The launcher, without its own way to print and exit. */
  private static final class Application extends VertxApplication {
    Application(String[] args, VertxApplicationHooks hooks) {
      super(args, hooks, false, false);
    }
  }
}
