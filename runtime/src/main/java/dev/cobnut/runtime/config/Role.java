package dev.cobnut.runtime.config;

/** What a node does. */
public enum Role {
  /** Stands for master: schedules jobs while it acts. */
  MASTER,
  /** Runs tasks. */
  WORKER
}
