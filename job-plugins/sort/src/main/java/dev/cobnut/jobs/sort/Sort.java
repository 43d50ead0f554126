package dev.cobnut.jobs.sort;

import dev.cobnut.job.ByteOutput;
import dev.cobnut.job.Emitter;
import dev.cobnut.job.InputFormat;
import dev.cobnut.job.JobParameter;
import dev.cobnut.job.JobParameters;
import dev.cobnut.job.JobPlan;
import dev.cobnut.job.MapReduceJob;
import dev.cobnut.job.Serdes;
import dev.cobnut.job.TaskContext;
import dev.cobnut.job.Utf8;
import dev.cobnut.job.Values;
import dev.cobnut.job.io.FixedLengthInput;
import dev.cobnut.job.io.Line;
import dev.cobnut.job.io.TextInput;
import java.util.List;
import java.util.function.Function;

/**
 * Sorts lines, or records of a fixed length, by the unsigned bytes of their key, which is the whole
 * line by default. Equal keys stay in the order of the input; the parts in order are one sorted
 * sequence.
 */
public final class Sort implements MapReduceJob {
  private static final String KEY_BYTES = "key.bytes";
  private static final String KEY_FIELD = "key.field";
  private static final String FIELD_SEPARATOR = "field.separator";
  private static final String RECORD_BYTES = "record.bytes";

  @Override
  public String name() {
    return "sort";
  }

  @Override
  public String description() {
    return "Sorts lines, or records of a fixed length, into one sequence.";
  }

  @Override
  public List<JobParameter> parameters() {
    return List.of(
        JobParameter.integer(KEY_BYTES, 1, 1 << 20, "How many bytes from the start are the key.")
            .exclusiveWith(KEY_FIELD),
        JobParameter.integer(KEY_FIELD, 1, 1_000_000, "Which field is the key, counted from 1."),
        JobParameter.text(FIELD_SEPARATOR, "What stands between two fields.").orElse("\t"),
        JobParameter.integer(RECORD_BYTES, 1, 1 << 26, "Sorts records of that length, not lines."));
  }

  @Override
  public JobPlan plan(JobParameters parameters) {
    return parameters.has(RECORD_BYTES)
        ? plan(
            FixedLengthInput.records((int) parameters.integer(RECORD_BYTES)),
            record -> record,
            Utf8.of(""),
            parameters)
        : plan(TextInput.lines(), Line::text, Utf8.of("\n"), parameters);
  }

  private static <I> JobPlan plan(
      InputFormat<I> input, Function<I, Utf8> text, Utf8 end, JobParameters parameters) {
    if (parameters.has(KEY_FIELD)) {
      Utf8 separator = Utf8.of(parameters.text(FIELD_SEPARATOR));
      return byField(input, text, end, new Field(parameters.integer(KEY_FIELD), separator));
    }
    long keyBytes = parameters.has(KEY_BYTES) ? parameters.integer(KEY_BYTES) : Long.MAX_VALUE;
    return byPrefix(input, text, end, keyBytes);
  }

  /** The key is the start of the line, and the value the rest, so that no byte is kept twice. */
  private static <I> JobPlan byPrefix(
      InputFormat<I> input, Function<I, Utf8> text, Utf8 end, long keyBytes) {
    return JobPlan.read(input)
        .map(
            Serdes.utf8(),
            Serdes.utf8(),
            (record, out, task) -> {
              Utf8 line = text.apply(record);
              int cut = (int) Math.min(keyBytes, line.length());
              out.emit(line.slice(0, cut), line.slice(cut, line.length()));
            })
        .totalOrder()
        .reduce(Sort::all)
        .write(
            (key, rest, out) -> {
              append(key, out);
              append(rest, out);
              append(end, out);
            });
  }

  private static <I> JobPlan byField(
      InputFormat<I> input, Function<I, Utf8> text, Utf8 end, Field field) {
    return JobPlan.read(input)
        .map(
            Serdes.utf8(),
            Serdes.utf8(),
            (record, out, task) -> {
              Utf8 line = text.apply(record);
              out.emit(field.of(line), line);
            })
        .totalOrder()
        .reduce(Sort::all)
        .write(
            (key, line, out) -> {
              append(line, out);
              append(end, out);
            });
  }

  private static void all(
      Utf8 key, Values<Utf8> values, Emitter<Utf8, Utf8> out, TaskContext task) {
    values.forEach(value -> out.emit(key, value));
  }

  private static void append(Utf8 text, ByteOutput out) {
    out.putBytes(text.array(), text.offset(), text.length());
  }
}
