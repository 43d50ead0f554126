package dev.cobnut.app.node;

import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what the event bus knows of its addresses in line with the members that there are, every
 * two seconds, whatever the grid has lost or failed to tell. Confined to one context.
 */
final class BusUpkeep {
  private static final Logger LOG = LoggerFactory.getLogger(BusUpkeep.class);
  private static final long PERIOD_MS = 2_000;

  private final Vertx vertx;
  private final TellingClusterManager manager;
  private final GhostSweep ghosts;
  private final OwnRegistrations own;
  private boolean isRunning;

  BusUpkeep(Vertx vertx, TellingClusterManager manager, String node) {
    this.vertx = vertx;
    this.manager = manager;
    this.ghosts = new GhostSweep(manager.getHazelcastInstance());
    this.own = new OwnRegistrations(manager, node);
  }

  void begin() {
    vertx.setPeriodic(PERIOD_MS, timer -> turn());
  }

  private void turn() {
    if (isRunning) {
      return;
    }
    isRunning = true;
    vertx
        .executeBlocking(
            () -> {
              ghosts.run();
              own.run();
              return manager.tellAgain();
            })
        .compose(told -> told)
        .onFailure(failed -> LOG.debug("the next turn will do", failed))
        .onComplete(done -> isRunning = false);
  }
}
