package dev.cobnut.runtime.storage;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Where masters keep what must outlive the cluster: named objects that are created once, whole, and
 * never change. All that must be right rests on {@link #createIfAbsent}; the contract is tested by
 * one suite for every kind of storage. Blocks; safe for use by several threads and processes.
 *
 * <p>A name is a path of plain names with slashes between: {@code journal/00000000000000000017}.
 */
public interface StateStorage {
  /** What came of a creation, as far as its caller can tell. */
  enum Creation {
    /** The object is there with these bytes, durable. */
    MINE,
    /** The name is taken by other bytes, durable, and nothing was changed. */
    ANOTHERS,
    /** It may be there, or come yet: to be asked again with the same bytes, until it is known. */
    UNKNOWN
  }

  /**
   * Creates an object if and only if none has its name: whole and durable, or not at all. Where one
   * has it, its bytes tell whose it is, so they must differ from those of any other writer: let
   * them hold a nonce.
   */
  Creation createIfAbsent(String name, byte[] bytes);

  /**
   * Does what the next creation in a folder begins with already, where that saves it time. Changes
   * nothing that is seen, and may do nothing.
   */
  default void anticipate(String folder) {}

  /** No creation is at hand: what was done for it is taken back. */
  default void settle() {}

  /**
   * The bytes of an object; empty where there surely is none.
   *
   * @throws IOException where it can't be told: to be asked again, never to be taken for none
   */
  Optional<byte[]> read(String name) throws IOException;

  /**
   * The plain names below a folder, in ascending order; empty where the folder isn't there.
   *
   * @throws IOException where it can't be told
   */
  List<String> list(String folder) throws IOException;

  /** Removes an object; there may be none. */
  void delete(String name) throws IOException;

  /** What it is, for people: a path or a URI. */
  String describe();
}
