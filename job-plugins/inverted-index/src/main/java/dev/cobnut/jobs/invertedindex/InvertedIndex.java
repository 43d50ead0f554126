package dev.cobnut.jobs.invertedindex;

import dev.cobnut.job.Emitter;
import dev.cobnut.job.JobParameters;
import dev.cobnut.job.JobPlan;
import dev.cobnut.job.MapReduceJob;
import dev.cobnut.job.Mapper;
import dev.cobnut.job.Reducer;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.TaskContext;
import dev.cobnut.job.Utf8;
import dev.cobnut.job.Values;
import dev.cobnut.job.io.Line;
import dev.cobnut.job.io.TextInput;
import dev.cobnut.job.io.TextOutput;

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
        .reduce(new FilesOfWords())
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

  /** Emits each word with its files. */
  private static final class FilesOfWords implements Reducer<Utf8, Utf8, Utf8, Utf8> {
    private final FileList list = new FileList();

    @Override
    public void reduce(Utf8 word, Values<Utf8> files, Emitter<Utf8, Utf8> out, TaskContext task) {
      out.emit(word, list.of(files));
    }
  }
}
