package dev.cobnut.worker;

/** How a worker's map outputs come to reducers. */
enum ShuffleMode {
  /** All reducers run in this process, and read in place: no port is opened. */
  EMBEDDED,
  /** Over HTTP. */
  SERVED
}
