package dev.cobnut.benchmarks.race;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A process of a Cobnut cluster on loopback. */
record CobnutNode(Process process, Path log) {
  private static final long START_LIMIT_MS = 60_000;
  private static final long POLL_MS = 50;
  private static final long STOP_LIMIT_MS = 30_000;

  /** The configuration of one node of a cluster that has a folder to itself. */
  static String conf(
      List<String> roles, int number, Path folder, List<Integer> clusterPorts, int httpPort) {
    // A process that is alone has the machine's two to itself.
    int slots = clusterPorts.size() == 1 ? 2 : 1;
    return """
        {"node": {"name": "node%d", "roles": [%s]},
         "data": {"dir": "%s"},
         "state": {"uri": "%s"},
         "plugins": {"dir": "%s"},
         "http": {"port": %d},
         "cluster": {"name": "race-%d", "members": [%s], "port": %d},
         "worker": {"slots": %d}}
        """
        .formatted(
            number,
            roles.stream().map(role -> '"' + role + '"').collect(Collectors.joining(",")),
            folder.resolve("data"),
            folder.resolve("state"),
            folder.resolve("plugins"),
            httpPort,
            clusterPorts.get(0),
            clusterPorts.stream()
                .map(port -> "\"127.0.0.1:" + port + "\"")
                .collect(Collectors.joining(",")),
            clusterPorts.get(number),
            slots);
  }

  /** Starts a node; its configuration and what it prints go to files of its name. */
  static CobnutNode start(List<String> command, String conf, Path folder, String name)
      throws IOException {
    Path confFile = folder.resolve(name + ".json");
    Path log = folder.resolve(name + ".log");
    Files.writeString(confFile, conf);
    List<String> whole = new ArrayList<>(command);
    whole.addAll(List.of("-cluster", "-conf", confFile.toString()));
    Process process =
        new ProcessBuilder(whole)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    return new CobnutNode(process, log);
  }

  long pid() {
    return process.pid();
  }

  /** Waits until the master knows so many workers. */
  static void awaitWorkers(int httpPort, int workers, List<CobnutNode> nodes)
      throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    URI uri = URI.create("http://127.0.0.1:" + httpPort + "/api/v1/workers");
    long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_LIMIT_MS);
    while (workers(client, uri) != workers) {
      for (CobnutNode node : nodes) {
        if (!node.process.isAlive() || System.nanoTime() > endNs) {
          throw new IOException(
              "no cluster of "
                  + workers
                  + " workers (expected: within a minute); a node said:\n"
                  + Files.readString(node.log));
        }
      }
      Thread.sleep(POLL_MS);
    }
  }

  private static int workers(HttpClient client, URI uri) throws InterruptedException {
    try {
      HttpRequest request = HttpRequest.newBuilder(uri).build();
      String body = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
      return body.split("\"javaFeature\"", -1).length - 1;
    } catch (IOException notUpYet) {
      return 0;
    }
  }

  /** Ends the process, in good order if it can. */
  void stop() {
    process.destroy();
    process
        .onExit()
        .completeOnTimeout(process, STOP_LIMIT_MS, TimeUnit.MILLISECONDS)
        .thenCompose(late -> late.destroyForcibly().onExit())
        .join();
  }
}
