package dev.cobnut.jobs.logstats;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.cobnut.job.Emitter;
import dev.cobnut.job.JobParameters;
import dev.cobnut.job.JobPlan;
import dev.cobnut.job.MapReduceJob;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.TaskContext;
import dev.cobnut.job.Utf8;
import dev.cobnut.job.io.TextInput;
import dev.cobnut.job.io.TextOutput;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Adds up requests and bytes for each client of an Apache access log in the combined format. Lines
 * of any other form are left out, and counted as {@code malformed}.
 */
public final class LogStats implements MapReduceJob {
  /** A quote within is {@code \"}. Possessive, so that no line makes it backtrack or recurse. */
  private static final String QUOTED = "\"(?:[^\"\\\\]|\\\\.)*+\"";

  private static final Pattern COMBINED =
      Pattern.compile(
          "(?<client>\\S+) \\S+ \\S+ \\[[^\\]]*+] %s \\d{3} (?<bytes>\\d{1,18}|-) %s %s\\r?"
              .replace("%s", QUOTED),
          Pattern.DOTALL);

  @Override
  public String name() {
    return "log-stats";
  }

  @Override
  public String description() {
    return "Adds up requests and bytes for each client of an access log in the combined format.";
  }

  @Override
  public JobPlan plan(JobParameters parameters) {
    return JobPlan.read(TextInput.lines())
        .map(Serdes.utf8(), Traffic.SERDE, (line, out, task) -> map(line.text(), out, task))
        .combine((client, traffic, out) -> out.accept(Traffic.total(traffic)))
        .reduce((client, traffic, out, task) -> out.emit(client, Traffic.total(traffic)))
        .write(TextOutput.tabSeparated());
  }

  private static void map(Utf8 line, Emitter<Utf8, Traffic> out, TaskContext task) {
    // As ISO-8859-1 a character is a byte, so that the client's bytes pass unchanged.
    Matcher fields =
        COMBINED.matcher(new String(line.array(), line.offset(), line.length(), ISO_8859_1));
    if (!fields.matches()) {
      task.count("malformed", 1);
      return;
    }
    Utf8 client = line.slice(fields.start("client"), fields.end("client"));
    String bytes = fields.group("bytes");
    out.emit(client, new Traffic(1, bytes.equals("-") ? 0 : Long.parseLong(bytes)));
  }
}
