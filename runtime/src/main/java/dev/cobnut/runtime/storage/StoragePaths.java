package dev.cobnut.runtime.storage;

import dev.cobnut.core.model.JobId;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every name on shared storage, and the way from a URI to a path. */
public final class StoragePaths {
  /** Says that the output is complete. */
  public static final String SUCCESS = "_SUCCESS";

  /** Lists the parts, with sizes and checksums. */
  public static final String MANIFEST = "_manifest.json";

  /** Lists the records that the job left out; there only where it did. */
  public static final String SKIPPED = "_skipped";

  /** The folder in an output that holds the folders of jobs at work. */
  public static final String JOBS = "_cobnut";

  /** In {@link #JOBS}: the journal of a job that runs in one process. */
  public static final String STATE = "state";

  /**
   * In a job's folder: what its master wrote, so that others can tell that they see the same
   * storage.
   */
  public static final String NONCE = "nonce";

  /** In a job's folder: stands where claiming the output made the output's folder. */
  public static final String MADE_OUTPUT = "made-output";

  /** In a job's folder: the job's jar. */
  public static final String PLUGIN = "plugin.jar";

  private static final Pattern SCHEME =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):(.*)", Pattern.DOTALL);

  private StoragePaths() {}

  /** The published part of a partition: {@code part-r-00017}. */
  public static String part(int partition) {
    return String.format(Locale.ROOT, "part-r-%05d", partition);
  }

  /** The folder of a job within its output. */
  static Path jobFolder(Path output, JobId job) {
    return output.resolve(JOBS).resolve(job.value());
  }

  /**
   * The path of a folder that a user named.
   *
   * @param what the user's word for it, for messages
   * @param uri a path, or a {@code file:} URI
   */
  static Path path(String what, String uri) throws StorageException {
    Matcher scheme = SCHEME.matcher(uri);
    boolean isFile = scheme.matches() && scheme.group(1).equalsIgnoreCase("file");
    if (scheme.matches() && !isFile && uri.contains("://")) {
      throw refused(what, uri, "a path or a file: URI; " + scheme.group(1) + " isn't built yet");
    }
    String text = isFile ? filePath(what, uri, scheme.group(2)) : uri;
    if (text.isBlank()) {
      throw refused(what, uri, "a path or a file: URI");
    }
    try {
      return Path.of(text).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw refused(what, uri, "a path: " + e.getReason());
    }
  }

  private static String filePath(String what, String uri, String rest) throws StorageException {
    String path = rest;
    if (rest.startsWith("//")) {
      int slash = rest.indexOf('/', 2);
      String host = rest.substring(2, slash < 0 ? rest.length() : slash);
      if (slash < 0 || !(host.isEmpty() || host.equals("localhost"))) {
        throw refused(what, uri, "file:///PATH");
      }
      path = rest.substring(slash);
    }
    try {
      return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw refused(what, uri, "a file: URI with valid percent escapes");
    }
  }

  private static StorageException refused(String what, String uri, String expected) {
    return new StorageException(what + ": \"" + uri + "\" (expected: " + expected + ")");
  }
}
