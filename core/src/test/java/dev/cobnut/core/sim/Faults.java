package dev.cobnut.core.sim;

import java.util.ArrayList;
import java.util.List;

/** All faults; each run is exposed to some of them. */
final class Faults {
  private static final List<Fault> ALL = all();

  private Faults() {}

  static List<Fault> list() {
    return ALL;
  }

  private static List<Fault> all() {
    List<Fault> all = new ArrayList<>();
    all.addAll(WorkerFaults.list());
    all.addAll(BusFaults.list());
    all.addAll(MasterFaults.list());
    all.addAll(StorageFaults.list());
    return List.copyOf(all);
  }
}
