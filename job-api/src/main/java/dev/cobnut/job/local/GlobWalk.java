package dev.cobnut.job.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds what a glob matches, name by name, and gives it to a {@link FileWalk}. Confined to one
 * thread.
 */
final class GlobWalk {
  private final String input;
  private final FileWalk walk;
  private int matches;

  GlobWalk(String input, FileWalk walk) {
    this.input = input;
    this.walk = walk;
  }

  void add(String glob) throws IOException {
    List<String> names = List.of(glob.split("/", -1));
    int fixed = 0;
    while (!Glob.hasWildcard(names.get(fixed))) {
      fixed++;
    }
    String prefix = String.join("/", names.subList(0, fixed));
    Path directory = Path.of(glob.startsWith("/") ? prefix + "/" : prefix).toAbsolutePath();
    if (!Files.isDirectory(directory)) {
      throw nothing();
    }
    try {
      for (String rest : Glob.alternatives(String.join("/", names.subList(fixed, names.size())))) {
        descend(directory, "", parts(rest));
      }
    } catch (IllegalArgumentException malformed) {
      throw new InputException(input, "is no glob: " + malformed.getMessage(), "a path or a glob");
    }
    if (matches == 0) {
      throw nothing();
    }
  }

  private InputException nothing() {
    return new InputException(input, "matches nothing", "at least one file or directory");
  }

  /** Splits at slashes; {@code **.txt} is any number of directories, then {@code *.txt}. */
  private static List<String> parts(String glob) {
    List<String> parts = new ArrayList<>();
    for (String part : glob.split("/", -1)) {
      if (part.startsWith(Glob.ANY_DEPTH) && !part.equals(Glob.ANY_DEPTH)) {
        parts.add(Glob.ANY_DEPTH);
        parts.add(part.substring(1));
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return parts;
  }

  private void descend(Path directory, String prefix, List<String> parts) throws IOException {
    if (parts.isEmpty()) {
      matches++;
      walk.addDirectory(directory, directory.toRealPath(), prefix);
      return;
    }
    String part = parts.get(0);
    List<String> rest = parts.subList(1, parts.size());
    if (part.equals(Glob.ANY_DEPTH)) {
      anyDepth(directory, prefix, rest);
    } else if (!Glob.hasWildcard(part)) {
      String name = Glob.unescape(part);
      Path entry = directory.resolve(name);
      if (Files.exists(entry, LinkOption.NOFOLLOW_LINKS)) {
        match(directory, entry, prefix + name, rest);
      }
    } else {
      Pattern names = Glob.names(part);
      for (Path entry : FileWalk.entries(directory)) {
        String name = entry.getFileName().toString();
        if (!FileWalk.isSkipped(name) && names.matcher(name).matches()) {
          match(directory, entry, prefix + name, rest);
        }
      }
    }
  }

  /**
   * Goes on in this directory and in all below it, but not behind links, which might lead in a
   * circle.
   */
  private void anyDepth(Path directory, String prefix, List<String> rest) throws IOException {
    descend(directory, prefix, rest);
    if (rest.isEmpty()) {
      return;
    }
    for (Path entry : FileWalk.entries(directory)) {
      String name = entry.getFileName().toString();
      if (!FileWalk.isSkipped(name) && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
        anyDepth(entry, prefix + name + "/", rest);
      }
    }
  }

  private void match(Path directory, Path entry, String relativePath, List<String> rest)
      throws IOException {
    if (rest.isEmpty()) {
      matches++;
      walk.addEntry(entry, directory.toRealPath(), relativePath);
    } else if (Files.isDirectory(entry)) {
      descend(entry, relativePath + "/", rest);
    }
  }
}
