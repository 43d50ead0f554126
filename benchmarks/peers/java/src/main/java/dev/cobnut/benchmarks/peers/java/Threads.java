package dev.cobnut.benchmarks.peers.java;

/** Two threads, or one, that do the same with different numbers. */
final class Threads {
  static final int COUNT = Integer.getInteger("threads", 2);

  private Threads() {}

  interface Task {
    void run(int me) throws Exception;
  }

  /** Runs a task on each thread, and ends the process where one fails. */
  static void run(Task task) throws InterruptedException {
    Thread[] threads = new Thread[COUNT];
    for (int i = 0; i < COUNT; i++) {
      int me = i;
      threads[i] =
          new Thread(
              () -> {
                try {
                  task.run(me);
                } catch (Exception | Error failed) {
                  failed.printStackTrace();
                  Runtime.getRuntime().halt(1);
                }
              });
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
