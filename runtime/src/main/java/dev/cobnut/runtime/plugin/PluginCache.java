package dev.cobnut.runtime.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Copies of jars under the name of their SHA-256, so that the originals may change or go while they
 * are used. A copy appears whole. Safe for use by several threads and processes.
 */
final class PluginCache {
  private final Path folder;

  PluginCache(Path folder) {
    this.folder = folder;
  }

  /** Where the copy lies, or would lie. */
  Path jar(String sha256) {
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "sha256: \"" + sha256 + "\" (expected: 64 hexadecimal digits, lower case)");
    }
    return folder.resolve(sha256 + ".jar");
  }

  boolean has(String sha256) {
    return Files.isRegularFile(jar(sha256));
  }

  /** Copies all bytes, and returns their digest. */
  String add(InputStream bytes) throws IOException {
    Files.createDirectories(folder);
    Path draft = Files.createTempFile(folder, "incoming-", ".tmp");
    try {
      String sha256 = copy(bytes, draft);
      Path jar = jar(sha256);
      if (!Files.exists(jar) || !digest(jar).equals(sha256)) {
        Files.move(draft, jar, StandardCopyOption.ATOMIC_MOVE);
      }
      return sha256;
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** Copies a jar whose digest is known. */
  void add(Path jar, String sha256) throws IOException {
    String found = digest(jar);
    if (!found.equals(sha256)) {
      throw new PluginException(
          jar.getFileName() + ": SHA-256 " + found + " (expected: " + sha256 + ")");
    }
    try (InputStream bytes = Files.newInputStream(jar)) {
      String copied = add(bytes);
      if (!copied.equals(sha256)) {
        throw new PluginException(
            jar.getFileName() + ": changed while it was copied (expected: SHA-256 " + sha256 + ")");
      }
    }
  }

  void remove(String sha256) throws IOException {
    Files.deleteIfExists(jar(sha256));
  }

  private static String copy(InputStream bytes, Path draft) throws IOException {
    MessageDigest sha256 = sha256();
    try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      OutputStream out = java.nio.channels.Channels.newOutputStream(channel);
      new DigestInputStream(bytes, sha256).transferTo(out);
      channel.force(true);
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  static String digest(Path file) throws IOException {
    MessageDigest sha256 = sha256();
    try (InputStream bytes = Files.newInputStream(file)) {
      new DigestInputStream(bytes, sha256).transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
