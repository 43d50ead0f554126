package dev.cobnut.core.sim;

import java.util.List;

/**
 * A worker of a run.
 *
 * @param slownessPercent 100 for the usual speed, 1,000 for a tenth of it
 * @param near begins of the paths of input files that it is near to
 */
record WorkerPlan(
    String node,
    int slots,
    int javaFeature,
    int slownessPercent,
    List<String> near,
    long startMs) {}
