package dev.cobnut.benchmarks.peers.jet;

import static com.hazelcast.function.Functions.wholeItem;
import static com.hazelcast.jet.aggregate.AggregateOperations.allOf;
import static com.hazelcast.jet.aggregate.AggregateOperations.counting;
import static com.hazelcast.jet.aggregate.AggregateOperations.mapping;
import static com.hazelcast.jet.aggregate.AggregateOperations.sorting;
import static com.hazelcast.jet.aggregate.AggregateOperations.summingLong;
import static com.hazelcast.jet.aggregate.AggregateOperations.toSet;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.function.ComparatorEx;
import com.hazelcast.jet.Traversers;
import com.hazelcast.jet.datamodel.Tuple2;
import com.hazelcast.jet.pipeline.BatchStage;
import com.hazelcast.jet.pipeline.Pipeline;
import com.hazelcast.jet.pipeline.Sink;
import com.hazelcast.jet.pipeline.SinkBuilder;
import com.hazelcast.jet.pipeline.Sinks;
import com.hazelcast.jet.pipeline.Sources;
import com.hazelcast.jet.pipeline.file.FileFormat;
import com.hazelcast.jet.pipeline.file.FileSources;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The jobs on Hazelcast Jet, on one member with two cooperative threads. Arguments: job, input,
 * output; where a fourth says how often, the job runs so many times, to outputs with a number
 * behind, and tells the milliseconds of each.
 */
public final class JetPeer {
  private static final Pattern LOCK = Pattern.compile("[a-z]+_lock_irqsave");
  private static final int RANGES = 8;

  private JetPeer() {}

  public static void main(String[] arguments) throws IOException {
    HazelcastInstance member = Hazelcast.newHazelcastInstance(config());
    if (arguments.length < 4) {
      run(member, arguments[0], arguments[1], arguments[2]);
    } else {
      for (int time = 0; time < Integer.parseInt(arguments[3]); time++) {
        long startNs = System.nanoTime();
        run(member, arguments[0], arguments[1], arguments[2] + "-" + time);
        System.out.println("ms " + (System.nanoTime() - startNs) / 1e6);
      }
    }
    Hazelcast.shutdownAll();
  }

  private static void run(HazelcastInstance member, String job, String in, String out)
      throws IOException {
    Files.createDirectories(Path.of(out));
    Pipeline pipeline = Pipeline.create();
    build(pipeline, job, in, out);
    member.getJet().newJob(pipeline).join();
  }

  private static Config config() {
    Config config = new Config();
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.logging.type", "none");
    config.getJetConfig().setEnabled(true).setCooperativeThreadCount(2);
    JoinConfig join = config.getNetworkConfig().getJoin();
    join.getMulticastConfig().setEnabled(false);
    join.getAutoDetectionConfig().setEnabled(false);
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    return config;
  }

  private static void build(Pipeline pipeline, String job, String in, String out)
      throws IOException {
    switch (job) {
      case "wordcount" ->
          count(lines(pipeline, in).flatMap(line -> Traversers.traverseIterator(words(line))))
              .writeTo(files(out));
      case "grep" ->
          count(
                  lines(pipeline, in)
                      .flatMap(
                          line ->
                              Traversers.traverseStream(
                                  LOCK.matcher(line).results().map(MatchResult::group))))
              .writeTo(files(out));
      case "index" -> index(pipeline, in).writeTo(files(out));
      case "logstats" ->
          lines(pipeline, in)
              .map(JetPeer::request)
              .groupingKey((Tuple2<String, Long> request) -> request.f0())
              .aggregate(
                  allOf(counting(), summingLong((Tuple2<String, Long> request) -> request.f1())))
              .map(
                  client ->
                      client.getKey()
                          + "\t"
                          + client.getValue().f0()
                          + "\t"
                          + client.getValue().f1())
              .writeTo(files(out));
      case "sort" -> sort(lines(pipeline, in), cuts(in), out);
      default -> throw new IllegalArgumentException("job: " + job);
    }
  }

  private static BatchStage<String> count(BatchStage<String> keys) {
    return keys.groupingKey(wholeItem())
        .aggregate(counting())
        .map(count -> count.getKey() + "\t" + count.getValue());
  }

  private static BatchStage<String> index(Pipeline pipeline, String in) {
    return pipeline
        .readFrom(
            Sources.filesBuilder(in)
                .glob("*")
                .sharedFileSystem(true)
                .build((file, line) -> Tuple2.tuple2(file, line)))
        .flatMap(
            line ->
                Traversers.traverseIterator(words(line.f1()))
                    .map(word -> Tuple2.tuple2(word, line.f0())))
        .groupingKey(Tuple2::f0)
        .aggregate(mapping(Tuple2::f1, toSet()))
        .map(entry -> entry.getKey() + "\t" + String.join(",", new TreeSet<>(entry.getValue())));
  }

  private static void sort(BatchStage<String> lines, String[] cuts, String out) {
    lines
        .groupingKey(
            line -> {
              int found = Arrays.binarySearch(cuts, line);
              return found < 0 ? -found - 1 : found + 1;
            })
        .aggregate(sorting(ComparatorEx.<String>naturalOrder()))
        .writeTo(
            SinkBuilder.sinkBuilder("ranges", context -> out)
                .<Map.Entry<Integer, List<String>>>receiveFn(JetPeer::write)
                .preferredLocalParallelism(2)
                .build());
  }

  private static void write(String folder, Map.Entry<Integer, List<String>> range)
      throws IOException {
    Path path = Path.of(folder, "part-" + range.getKey());
    try (OutputStream out =
        new BufferedOutputStream(new FileOutputStream(path.toFile()), 1 << 16)) {
      for (String line : range.getValue()) {
        out.write(line.getBytes(StandardCharsets.ISO_8859_1));
        out.write('\r');
        out.write('\n');
      }
    }
  }

  private static BatchStage<String> lines(Pipeline pipeline, String in) {
    return pipeline.readFrom(
        FileSources.files(Path.of(in).toAbsolutePath().toString())
            .glob("*")
            .sharedFileSystem(true)
            .format(FileFormat.lines())
            .build());
  }

  private static Sink<String> files(String out) {
    return Sinks.<String>filesBuilder(out).exactlyOnce(false).build();
  }

  private static Iterator<String> words(String line) {
    StringTokenizer words = new StringTokenizer(line, " \t\n\r\f\u000b");
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return words.hasMoreTokens();
      }

      @Override
      public String next() {
        return words.nextToken();
      }
    };
  }

  private static Tuple2<String, Long> request(String line) {
    int bytes = line.indexOf('"', line.indexOf('"') + 1) + 6;
    return Tuple2.tuple2(
        line.substring(0, line.indexOf(' ')),
        Long.parseLong(line, bytes, line.indexOf(' ', bytes), 10));
  }

  /** Where ranges of about one size begin, by the first 2,000 keys of every file. */
  private static String[] cuts(String in) throws IOException {
    List<String> keys = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of(in))) {
      for (Path file : files.toList()) {
        try (Stream<String> lines = Files.lines(file)) {
          lines.limit(2000).map(line -> line.substring(0, 10)).forEach(keys::add);
        }
      }
    }
    Collections.sort(keys);
    return IntStream.range(1, RANGES)
        .mapToObj(i -> keys.get(i * keys.size() / RANGES))
        .toArray(String[]::new);
  }
}
