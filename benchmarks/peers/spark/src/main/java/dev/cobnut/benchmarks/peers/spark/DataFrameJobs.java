package dev.cobnut.benchmarks.peers.spark;

import static dev.cobnut.benchmarks.peers.spark.SparkPeer.LOCK;
import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.input_file_name;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.sum;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The jobs as DataFrames. */
final class DataFrameJobs {
  private DataFrameJobs() {}

  static void run(SparkSession session, String job, String in, String out) {
    switch (job) {
      case "wordcount" -> counts(words(session.read().text(in))).write().text(out);
      case "grep" ->
          counts(
                  session
                      .read()
                      .text(in)
                      .filter(col("value").rlike(LOCK.pattern()))
                      .select(
                          explode(expr("regexp_extract_all(value, '(" + LOCK + ")', 1)"))
                              .as("word")))
              .write()
              .text(out);
      case "index" -> index(session.read().text(in)).write().text(out);
      case "logstats" -> logStats(session.read().text(in)).write().text(out);
      case "sort" ->
          session.read().text(in).sort("value").write().option("lineSep", "\r\n").text(out);
      default -> throw new IllegalArgumentException("job: " + job);
    }
  }

  private static Dataset<Row> counts(Dataset<Row> words) {
    return words.groupBy("word").count().select(concat_ws("\t", col("word"), col("count")));
  }

  private static Dataset<Row> index(Dataset<Row> lines) {
    return words(lines, element_at(split(input_file_name(), "/"), -1).as("file"))
        .distinct()
        .groupBy("word")
        .agg(array_join(array_sort(collect_list("file")), ",").as("files"))
        .select(concat_ws("\t", col("word"), col("files")));
  }

  private static Dataset<Row> logStats(Dataset<Row> lines) {
    return lines
        .select(split(col("value"), " ").as("fields"))
        .select(
            element_at(col("fields"), 1).as("client"),
            element_at(col("fields"), 10).cast("long").as("bytes"))
        .groupBy("client")
        .agg(count(lit(1)).as("requests"), sum("bytes").as("bytes"))
        .select(concat_ws("\t", col("client"), col("requests"), col("bytes")));
  }

  private static Dataset<Row> words(Dataset<Row> lines, Column... more) {
    List<Column> columns =
        new ArrayList<>(List.of(explode(split(col("value"), "\\s+")).as("word")));
    columns.addAll(List.of(more));
    return lines.select(columns.toArray(Column[]::new)).filter(col("word").notEqual(""));
  }
}
