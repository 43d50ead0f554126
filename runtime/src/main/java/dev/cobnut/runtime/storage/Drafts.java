package dev.cobnut.runtime.storage;

import dev.cobnut.runtime.storage.OutputFolder.Content;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * New files that get their names when they are whole: they are written under drafts' names, their
 * bytes are forced together, and only then are they linked. So a name that a power cut leaves
 * stands for all of its bytes. The names themselves aren't forced. Blocks; confined to one thread.
 */
final class Drafts implements AutoCloseable {
  private final DurableFiles files;
  private final List<Draft> drafts = new ArrayList<>();

  private record Draft(Path target, Path path, PreparedFile file) {}

  Drafts(DurableFiles files) {
    this.files = files;
  }

  /**
   * Writes a file.
   *
   * @param draft a name that nobody else uses; what a crash left there goes
   */
  void write(Path target, Path draft, Content content) throws IOException {
    files.delete(draft);
    PreparedFile file = PreparedFile.create(files, draft);
    drafts.add(new Draft(target, draft, file));
    content.writeTo(file);
  }

  /** Gives all of them their names, in order. Where another has the name, it stays. */
  void link() throws IOException {
    PreparedFile.finishBytes(files, drafts.stream().map(Draft::file).toList());
    for (Draft draft : drafts) {
      try {
        files.link(draft.target(), draft.path());
      } catch (FileAlreadyExistsException another) {
        // Another master was quicker.
      } catch (UnsupportedOperationException e) {
        throw new IOException(e.toString(), e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (Draft draft : drafts) {
      draft.file().close();
      files.delete(draft.path());
    }
  }
}
