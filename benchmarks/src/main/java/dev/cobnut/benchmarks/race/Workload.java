package dev.cobnut.benchmarks.race;

import dev.cobnut.benchmarks.data.DataSet;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What is raced: a program, and the data that it runs over. */
enum Workload {
  WORDCOUNT("wordcount", DataSet.TEXT, "wordcount"),
  ZIPF("wordcount", DataSet.ZIPF, "wordcount"),
  TINY("wordcount", DataSet.TINY, "wordcount"),
  GREP("grep", DataSet.TEXT, "grep --set=pattern=[a-z]+_lock_irqsave"),
  SORT("sort", DataSet.RECORDS, "sort --set=record.bytes=100 --set=key.bytes=10 -r 8"),
  INDEX("index", DataSet.TEXT, "inverted-index"),
  LOGSTATS("logstats", DataSet.LOGS, "log-stats");

  private final String program;
  private final DataSet data;
  private final String job;

  Workload(String program, DataSet data, String job) {
    this.program = program;
    this.data = data;
    this.job = job;
  }

  /** What the peers call the program. */
  String program() {
    return program;
  }

  DataSet data() {
    return data;
  }

  /** Cobnut's job, with its parameters, as the command line has them. */
  List<String> job() {
    return List.of(job.split(" ", -1));
  }

  /** The same, without the number of parts, where it has one. */
  List<String> jobWithoutReducers() {
    return List.of(job.replaceFirst(" -r \\d+", "").split(" ", -1));
  }

  /** Whether the order of the output counts. */
  boolean isOrdered() {
    return this == SORT;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<String> labels() {
    return Arrays.stream(values()).map(Workload::label).toList();
  }
}
