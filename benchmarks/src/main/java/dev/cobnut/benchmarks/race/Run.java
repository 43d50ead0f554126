package dev.cobnut.benchmarks.race;

/**
 * One run of a contender that did its work.
 *
 * @param round from 1; 0 is the warm-up, which doesn't count
 * @param digest of what it wrote
 */
record Run(Workload workload, String contender, int round, Cost cost, String digest) {
  /** As a line of JSON. */
  String json() {
    return """
        {"workload":"%s","contender":"%s","round":%d,"wallSeconds":%s,"cpuSeconds":%s,\
        "residentPeakBytes":%d,"anonymousPeakBytes":%d,"writtenBytes":%d,"digest":"%s"}"""
        .formatted(
            workload.label(),
            contender,
            round,
            cost.wallSeconds(),
            cost.cpuSeconds(),
            cost.residentPeakBytes(),
            cost.anonymousPeakBytes(),
            cost.writtenBytes(),
            digest);
  }
}
