package dev.cobnut.app.cli;

import dev.cobnut.app.client.ServerClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;

/** Which server is asked: the options of all commands that go over HTTP. */
final class ServerOptions {
  @Option(
      names = {"-s", "--server"},
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:8080",
      showDefaultValue = Help.Visibility.ALWAYS,
      description = "Any node of the cluster.")
  String server = "";

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "A file with the token to send.")
  Optional<Path> tokenFile = Optional.empty();

  ServerClient client() throws CommandException {
    try {
      return new ServerClient(server, token());
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(String.valueOf(e.getMessage()));
    }
  }

  private Optional<String> token() throws CommandException {
    if (tokenFile.isEmpty()) {
      return Optional.empty();
    }
    try {
      String token = Files.readString(tokenFile.get(), StandardCharsets.UTF_8).strip();
      if (!token.matches("[\\x21-\\x7e]+")) {
        throw CommandException.usage(
            "--token-file: " + tokenFile.get() + " (expected: one token, on one line)");
      }
      return Optional.of(token);
    } catch (IOException e) {
      throw CommandException.usage(
          "--token-file: " + tokenFile.get() + ": can't be read (" + e + ")");
    }
  }
}
