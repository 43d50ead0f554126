package dev.cobnut.core.paper;

/**
 * What happens in a run.
 *
 * @param backups whether stragglers get backup tasks
 * @param killed worker processes that are killed; 0 for none
 * @param killedAtMs when
 * @param disksToo whether what the killed have on their disks is gone with them
 */
record Scenario(String name, boolean backups, int killed, long killedAtMs, boolean disksToo) {
  static final Scenario NORMAL = new Scenario("normal", true, 0, 0, false);
  static final Scenario NO_BACKUPS = new Scenario("no backup tasks", false, 0, 0, false);
  static final Scenario KILLED = killedAt(300_000);
  static final Scenario KILLED_WITH_DISKS =
      new Scenario("200 killed, their map outputs gone", true, 200, 300_000, true);

  static Scenario killedAt(long ms) {
    return new Scenario("200 killed", true, 200, ms, false);
  }
}
