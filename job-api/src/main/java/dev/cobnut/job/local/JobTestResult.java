package dev.cobnut.job.local;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a job wrote in a test. Immutable, if the arrays of {@link #parts()} are left alone. */
public final class JobTestResult {
  private final List<byte[]> parts;
  private final LocalResult result;

  JobTestResult(List<byte[]> parts, LocalResult result) {
    this.parts = List.copyOf(parts);
    this.result = result;
  }

  /** The bytes of each part, part 0 first. */
  public List<byte[]> parts() {
    return parts;
  }

  /** A part as UTF-8 text; {@code parts().get(index)} has its bytes. */
  public String part(int index) {
    return new String(parts.get(index), StandardCharsets.UTF_8);
  }

  /** All parts, joined in order, as UTF-8 text. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (int index = 0; index < parts.size(); index++) {
      text.append(part(index));
    }
    return text.toString();
  }

  /** The lines of {@link #text()}, without the {@code \n} that ends each. */
  public List<String> lines() {
    String text = text();
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    if (text.isEmpty() || text.endsWith("\n")) {
      lines.remove(lines.size() - 1);
    }
    return List.copyOf(lines);
  }

  /** The job's own counters, by name. */
  public Map<String, Long> counters() {
    return result.counters();
  }

  /** What else the run counted: records, pairs, keys, bytes. */
  public LocalResult result() {
    return result;
  }
}
