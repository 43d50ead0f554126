package dev.cobnut.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Text for tests, the same each time. */
public final class Texts {
  private Texts() {}

  /** Writes files of lines of 5,000 words, some common, most rare. */
  public static Path write(Path folder, int files, int lines) throws IOException {
    return write(folder, files, lines, 5_000);
  }

  /** Writes files of lines of so many words, some common, most rare. */
  public static Path write(Path folder, int files, int lines, int words) throws IOException {
    Files.createDirectories(folder);
    SplittableRandom random = new SplittableRandom(42);
    for (int file = 0; file < files; file++) {
      StringBuilder text = new StringBuilder();
      for (int line = 0; line < lines; line++) {
        for (int word = 0; word < 8; word++) {
          int rank = (int) (words * random.nextDouble() * random.nextDouble());
          text.append('w').append(rank).append(word == 7 ? '\n' : ' ');
        }
      }
      Files.writeString(folder.resolve("text-" + file + ".txt"), text);
    }
    return folder;
  }
}
