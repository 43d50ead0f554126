package dev.cobnut.jobs.invertedindex;

import dev.cobnut.job.Emitter;
import dev.cobnut.job.JobParameters;
import dev.cobnut.job.JobPlan;
import dev.cobnut.job.MapReduceJob;
import dev.cobnut.job.Mapper;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.TaskContext;
import dev.cobnut.job.Utf8;
import dev.cobnut.job.Values;
import dev.cobnut.job.io.Line;
import dev.cobnut.job.io.TextInput;
import dev.cobnut.job.io.TextOutput;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Lists for each word the files that hold it: distinct, sorted by bytes, joined by commas, as paths
 * below the input that named them. Paths are written as they are: one with a comma in it reads as
 * two.
 */
public final class InvertedIndex implements MapReduceJob {
  @Override
  public String name() {
    return "inverted-index";
  }

  @Override
  public String description() {
    return "Lists for each word the files that hold it.";
  }

  @Override
  public JobPlan plan(JobParameters parameters) {
    return JobPlan.read(TextInput.lines())
        .map(Serdes.utf8(), Serdes.utf8(), new WordsOfFiles())
        .combineDistinct()
        .reduce((word, files, out, task) -> out.emit(word, sorted(files)))
        .write(TextOutput.tabSeparated());
  }

  /** Emits the words of a line, each with the file's path, which is encoded once. */
  private static final class WordsOfFiles implements Mapper<Line, Utf8, Utf8> {
    private String path = "";
    private Utf8 file = new Utf8();

    @Override
    public void map(Line line, Emitter<Utf8, Utf8> out, TaskContext task) {
      String current = task.place().relativePath();
      if (!current.equals(path)) {
        path = current;
        file = Utf8.of(current);
      }
      line.words().forEach(word -> out.emit(word, file));
    }
  }

  /** A word's files come in the order of the input, so that all repeats of one stand together. */
  private static void dropRepeats(Values<Utf8> files, Consumer<Utf8> out) {
    Utf8 last = new Utf8();
    for (Utf8 file : files) {
      if (!file.equals(last)) {
        last = file.copy();
        out.accept(last);
      }
    }
  }

  /** Where two inputs hold files of the same path, a file can come again later. */
  private static String sorted(Values<Utf8> files) {
    TreeSet<Utf8> distinct = new TreeSet<>();
    dropRepeats(files, distinct::add);
    return distinct.stream().map(Utf8::toString).collect(Collectors.joining(","));
  }
}
