package dev.cobnut.job.local;

import dev.cobnut.job.Utf8;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the files that inputs name. An input is a file, a directory (all files below it) or a glob
 * ({@code *}, {@code ?}, {@code **} as a whole name for any number of directories, {@code [a-z]},
 * <code>{a,b}</code>; a directory that it matches stands for all files below), as a path or a
 * {@code file:} URI.
 *
 * <p>Names that begin with {@code _} or {@code .} are skipped, below a directory as well as where a
 * wildcard matches them; a name that is written out isn't. Links are followed, but never in a
 * circle. A file that is reached twice is read once: at its own place rather than through a link,
 * and under the first input that leads to it.
 */
public final class InputFiles {
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):.*");
  private static final String FILE_SCHEME = "file:";

  /** The path decides only between names that the locale can't tell apart. */
  private static final Comparator<InputFile> ORDER =
      Comparator.comparing((InputFile file) -> Utf8.of(file.relativePath()))
          .thenComparing(InputFile::path);

  private InputFiles() {}

  /**
   * Lists the files of all inputs, in the order of the inputs, then of their paths as unsigned
   * UTF-8 bytes.
   *
   * @return empty where the inputs are directories without files
   * @throws InputException where an input doesn't exist, a glob matches nothing, or something can't
   *     be read
   */
  public static List<InputFile> list(List<String> inputs) throws InputException {
    Set<Path> seenFiles = new HashSet<>();
    List<InputFile> files = new ArrayList<>();
    for (String input : inputs) {
      FileWalk walk = new FileWalk(input, seenFiles);
      try {
        add(input, walk);
      } catch (FileSystemException failure) {
        throw new InputException(
            input,
            "can't be read: " + describe(failure),
            "readable files and directories",
            failure);
      } catch (InputException refused) {
        throw refused;
      } catch (IOException failure) {
        throw new InputException(
            input, "can't be read: " + failure, "readable files and directories", failure);
      }
      List<InputFile> found = walk.files();
      found.sort(ORDER);
      files.addAll(found);
    }
    return files;
  }

  private static void add(String input, FileWalk walk) throws IOException {
    String path = withoutScheme(input);
    Optional<BasicFileAttributes> attributes = attributes(input, path);
    if (attributes.isPresent()) {
      addExisting(input, Path.of(path).toAbsolutePath(), attributes.get(), walk);
    } else if (Glob.hasWildcard(path)) {
      new GlobWalk(input, walk).add(path);
    } else {
      throw new InputException(input, "doesn't exist", "a file, a directory or a glob");
    }
    walk.followLinks();
  }

  private static void addExisting(
      String input, Path path, BasicFileAttributes attributes, FileWalk walk) throws IOException {
    if (attributes.isDirectory()) {
      walk.addDirectory(path, path.toRealPath(), "");
    } else if (attributes.isRegularFile()) {
      Path name = path.getFileName();
      walk.addFile(path, path.toRealPath(), name == null ? "" : name.toString(), attributes);
    } else {
      throw new InputException(
          input, "is neither a file nor a directory", "a file, a directory or a glob");
    }
  }

  private static Optional<BasicFileAttributes> attributes(String input, String path)
      throws IOException {
    if (path.isEmpty()) {
      throw new InputException(
          "\"" + input + "\"", "is empty", "the path of a file or directory, or a glob");
    }
    try {
      return Optional.of(Files.readAttributes(Path.of(path), BasicFileAttributes.class));
    } catch (NoSuchFileException missing) {
      return Optional.empty();
    } catch (InvalidPathException invalid) {
      throw new InputException(input, "is no path: " + invalid.getReason(), "a path");
    }
  }

  private static String withoutScheme(String input) throws InputException {
    Matcher scheme = SCHEME.matcher(input);
    if (!scheme.matches()) {
      return input;
    }
    if (!scheme.group(1).equalsIgnoreCase("file")) {
      if (input.contains("://")) {
        throw new InputException(
            input, "has the scheme " + scheme.group(1), "a path or a file: URI");
      }
      return input;
    }
    String path = input.substring(FILE_SCHEME.length());
    if (path.startsWith("//")) {
      int slash = path.indexOf('/', 2);
      String host = path.substring(2, slash < 0 ? path.length() : slash);
      if (slash < 0 || !(host.isEmpty() || host.equals("localhost"))) {
        throw new InputException(input, "is on the host \"" + host + "\"", "file:///PATH");
      }
      path = path.substring(slash);
    }
    try {
      return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      throw new InputException(input, "has a malformed percent escape", "a file: URI");
    }
  }

  private static String describe(FileSystemException failure) {
    String reason = failure.getReason();
    String kind = reason == null ? failure.getClass().getSimpleName() : reason;
    return failure.getFile() == null ? kind : failure.getFile() + ": " + kind;
  }
}
