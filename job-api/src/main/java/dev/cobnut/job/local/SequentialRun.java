package dev.cobnut.job.local;

import dev.cobnut.job.JobParameters;
import dev.cobnut.job.MapReduceJob;
import dev.cobnut.job.Partitioning;
import dev.cobnut.job.StagePlan;
import dev.cobnut.job.TotalOrder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One run of a job from its input to its parts: map all, then sort, then reduce, on one thread and
 * in memory. The combiner never runs, unless a variation runs it. As in the engine, each range of
 * the input and each part has a plan of its own.
 */
final class SequentialRun {
  private final MapReduceJob job;
  private final JobParameters parameters;
  private final List<? extends Source> sources;
  private final LocalSettings settings;
  private final Variation variation;

  private final Map<String, Long> counters = new HashMap<>();

  SequentialRun(
      MapReduceJob job,
      JobParameters parameters,
      List<? extends Source> sources,
      LocalSettings settings,
      Variation variation) {
    this.job = job;
    this.parameters = parameters;
    this.sources = sources;
    this.settings = settings;
    this.variation = variation;
  }

  LocalResult run(PartSink sink) throws IOException {
    MapPhase map = new MapPhase(settings.reducers(), boundaries(), counters, variation);
    for (Source source : sources) {
      long start = 0;
      List<Long> ends = new ArrayList<>(variation.cuts(source.bytes()));
      ends.add(source.bytes());
      for (long end : ends) {
        try (SourceRange range = source.open(start, end, settings.recordBytesMax())) {
          map.run(stage(), range, settings.skipBadRecords() ? map.bad(stage(), range) : Set.of());
        }
        start = end;
      }
    }
    ReducePhase reduce = new ReducePhase(map.groups(), counters, variation);
    for (int part = 0; part < settings.reducers(); part++) {
      reduce.run(stage(), part, sink);
    }
    return new LocalResult(
        counters,
        map.records(),
        map.pairs(),
        map.groups().size(),
        reduce.pairs(),
        reduce.bytes(),
        map.skipped());
  }

  private StagePlan<?, ?, ?, ?, ?> stage() {
    List<StagePlan<?, ?, ?, ?, ?>> stages = job.plan(parameters).stages();
    if (stages.size() != 1) {
      throw new IllegalStateException(
          job.name() + ": " + stages.size() + " stages in the plan (expected: 1)");
    }
    return stages.get(0);
  }

  /**
   * The boundaries of a total order, found with the job's own mapper; none for any other
   * partitioning.
   */
  private List<byte[]> boundaries() throws IOException {
    if (settings.reducers() == 1
        || !(stage().partitioning() instanceof Partitioning.TotalOrder<?>)) {
      return List.of();
    }
    List<Long> fileBytes = sources.stream().map(Source::bytes).toList();
    List<byte[]> keys = new ArrayList<>();
    for (TotalOrder.SampleRange sample : TotalOrder.sampleRanges(fileBytes)) {
      Source source = sources.get(sample.file());
      try (SourceRange range =
          source.open(sample.start(), sample.end(), settings.recordBytesMax())) {
        Set<Long> bad = settings.skipBadRecords() ? MapPhase.badInSample(stage(), range) : Set.of();
        MapPhase.sample(stage(), range, bad, keys);
      }
    }
    keys.sort(Arrays::compareUnsigned);
    return TotalOrder.boundaries(keys, settings.reducers());
  }
}
