package dev.cobnut.benchmarks.race;

import dev.cobnut.benchmarks.data.DataSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The data sets of one scale, each made when it is first asked for. A folder that somebody else put
 * there is taken as it is.
 *
 * @param kernel what the text is made from: an archive of the kernel's source, or its folder
 */
record DataFolder(Path folder, double scale, Path kernel) {
  /** The folder of a set that is there as a whole; where a link leads to it, that. */
  Path of(DataSet set) throws IOException, InterruptedException {
    Path made = folder.resolve(set.folder());
    // Beside the set, since all that is in its folder is input.
    Path note = folder.resolve(set.folder() + ".recipe");
    String recipe = set.recipe(scale, kernel);
    if (!Files.exists(made)) {
      Path making = folder.resolve(".making-" + set.folder());
      Folders.delete(making);
      Files.createDirectories(making);
      set.write(making, scale, kernel);
      Files.writeString(note, recipe);
      Files.move(making, made);
    } else if (Files.exists(note) && !Files.readString(note).equals(recipe)) {
      throw new IOException(
          "%s is %s (expected: %s; give another --data)"
              .formatted(made, Files.readString(note), recipe));
    }
    return made.toRealPath();
  }
}
