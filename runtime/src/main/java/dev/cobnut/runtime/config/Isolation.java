package dev.cobnut.runtime.config;

/** Where the code of jobs runs. */
public enum Isolation {
  /** In the worker's own threads. */
  THREAD,
  /** In child processes. */
  PROCESS
}
