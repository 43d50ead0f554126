package dev.cobnut.master.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A submission as it was sent: readable, but not checked against the world.
 *
 * @param reducers empty where the cluster's slots decide
 * @param parameters as given
 * @param runningMax 0 where any number of its tasks may run at once
 * @param sha256 of the request's canonical form: the same for the same request, whatever the order
 *     of its fields
 */
public record SubmitRequest(
    String job,
    List<String> inputs,
    String output,
    Optional<Integer> reducers,
    long splitBytes,
    Map<String, String> parameters,
    int priority,
    int runningMax,
    boolean skipBadRecords,
    String sha256) {
  static final int REDUCERS_MAX = 100_000;
  static final long SPLIT_BYTES_DEFAULT = 64L << 20;
  static final long SPLIT_BYTES_MIN = 64L << 10;
  static final long SPLIT_BYTES_MAX = 1L << 30;
  static final int PRIORITY_MAX = 10;
  static final int RUNNING_MAX_MAX = 1_000_000;

  private static final List<String> KNOWN =
      List.of(
          "job",
          "input",
          "output",
          "reducers",
          "splitBytes",
          "parameters",
          "priority",
          "runningMax",
          "skipBadRecords");

  public SubmitRequest {
    inputs = List.copyOf(inputs);
    parameters = Map.copyOf(parameters);
  }

  /**
   * Reads a request.
   *
   * @throws ApiException 400 where it isn't of the form, 422 where a value is out of bounds
   */
  public static SubmitRequest parse(JsonObject json) {
    Fields fields = Fields.of(json, KNOWN);
    Optional<Integer> reducers = fields.integer("reducers", 1, REDUCERS_MAX).map(Math::toIntExact);
    long splitBytes =
        fields.integer("splitBytes", SPLIT_BYTES_MIN, SPLIT_BYTES_MAX).orElse(SPLIT_BYTES_DEFAULT);
    long priority =
        fields
            .integer("priority", -PRIORITY_MAX, PRIORITY_MAX, "each step doubles the job's share")
            .orElse(0L);
    long runningMax = fields.integer("runningMax", 1, RUNNING_MAX_MAX).orElse(0L);
    return new SubmitRequest(
        fields.requiredText("job", "the name of a job"),
        fields.requiredTexts("input", "one or more files, directories or globs"),
        fields.requiredText("output", "the path of a directory that isn't there"),
        reducers,
        splitBytes,
        fields.texts("parameters"),
        Math.toIntExact(priority),
        Math.toIntExact(runningMax),
        fields.flag("skipBadRecords", false),
        sha256(json));
  }

  private static String sha256(JsonObject json) {
    StringBuilder canonical = new StringBuilder();
    appendCanonical(json, canonical);
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(canonical.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  private static void appendCanonical(Object value, StringBuilder out) {
    if (value instanceof JsonObject object) {
      out.append('{');
      for (String name : new TreeSet<>(object.fieldNames())) {
        out.append(new JsonArray().add(name).encode()).append(':');
        appendCanonical(object.getValue(name), out);
        out.append(',');
      }
      out.append('}');
    } else if (value instanceof JsonArray array) {
      out.append('[');
      for (int index = 0; index < array.size(); index++) {
        appendCanonical(array.getValue(index), out);
        out.append(',');
      }
      out.append(']');
    } else {
      out.append(new JsonArray().add(value).encode());
    }
  }
}
