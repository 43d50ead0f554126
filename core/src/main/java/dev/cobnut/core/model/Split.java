package dev.cobnut.core.model;

import java.util.List;

/** The input of one map task: slices of files, in order. */
public record Split(List<FileSlice> slices) {
  public Split {
    slices = List.copyOf(slices);
  }

  /** Bytes of all slices. */
  public long bytes() {
    return slices.stream().mapToLong(FileSlice::bytes).sum();
  }
}
