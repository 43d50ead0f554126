package dev.cobnut.jobs.grep;

import dev.cobnut.job.Aggregates;
import dev.cobnut.job.InputFormat;
import dev.cobnut.job.JobParameter;
import dev.cobnut.job.JobParameters;
import dev.cobnut.job.JobPlan;
import dev.cobnut.job.MapReduceJob;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.Utf8;
import dev.cobnut.job.io.Line;
import dev.cobnut.job.io.TextInput;
import dev.cobnut.job.io.TextOutput;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Counts each string that matches a pattern, with all matches of every line; an empty match is
 * none.
 *
 * <p>A line is matched as text: a byte that isn't UTF-8 stands in it as one character, which only
 * {@code .} and classes like {@code [^a]} match, and comes out as the same byte. A line has no line
 * end in it, so {@code .} matches every character and {@code $} the end alone.
 */
public final class Grep implements MapReduceJob {
  private static final String PATTERN = "pattern";

  @Override
  public String name() {
    return "grep";
  }

  @Override
  public String description() {
    return "Counts each string that matches a pattern.";
  }

  @Override
  public List<JobParameter> parameters() {
    return List.of(JobParameter.regex(PATTERN, "What to look for, within each line.").asRequired());
  }

  @Override
  public JobPlan plan(JobParameters parameters) {
    Pattern pattern = Pattern.compile(parameters.text(PATTERN), Pattern.UNIX_LINES);
    LineMatcher matcher = new LineMatcher(pattern);
    return JobPlan.read(linesThatMayMatch(pattern))
        .map(
            Serdes.utf8(),
            Serdes.int64(),
            (line, out, task) -> matcher.forEachMatch(line.text(), match -> out.emit(match, 1L)))
        .combine(Aggregates.sum())
        .reduce(Aggregates.sum())
        .write(TextOutput.tabSeparated());
  }

  /**
   * Where the pattern tells of a text that is in each match, the lines that hold it: most lines
   * don't, and to look for a text is quicker by far than to match.
   */
  private static InputFormat<Line> linesThatMayMatch(Pattern pattern) {
    String required = RequiredLiteral.of(pattern.pattern());
    return required.isEmpty() || required.indexOf('\n') >= 0
        ? TextInput.lines()
        : TextInput.linesWith(Utf8.of(required));
  }
}
