package dev.cobnut.runtime.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files that note what is done to them, in order. */
final class RecordedFiles extends DurableFiles {
  /** A step each: a verb and the name of the file, or what is forced. */
  final List<String> steps = new ArrayList<>();

  @Override
  FileChannel create(Path file) throws IOException {
    steps.add("create " + file.getFileName());
    return super.create(file);
  }

  @Override
  void together(List<Force> forces) throws IOException {
    steps.add("together " + forces.size());
    for (Force force : forces) {
      force.run();
    }
  }

  @Override
  void force(FileChannel file) throws IOException {
    steps.add("force file");
    super.force(file);
  }

  @Override
  void forceFolder(Path folder) throws IOException {
    steps.add("force " + folder.getFileName());
    super.forceFolder(folder);
  }

  @Override
  void link(Path link, Path file) throws IOException {
    steps.add("link " + link.getFileName());
    super.link(link, file);
  }

  @Override
  boolean delete(Path path) throws IOException {
    steps.add("delete " + path.getFileName());
    return super.delete(path);
  }
}
