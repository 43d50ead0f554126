package dev.cobnut.benchmarks.data;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * Access logs in Apache's combined format. 200,000 clients and 50,000 pages are drawn by Zipf's
 * law; each second has 20 requests.
 */
final class AccessLogs {
  private static final int CLIENTS = 200_000;
  private static final int PAGES = 50_000;
  private static final int REQUESTS_A_SECOND = 20;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss '+0000'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final List<String> AGENTS =
      List.of(
          "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
              + " Chrome/126.0 Safari/537.36",
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0",
          "curl/8.5.0",
          "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)");

  private static final List<String> METHODS =
      List.of("GET", "GET", "GET", "GET", "GET", "GET", "POST", "HEAD");

  private final SplitMix random = new SplitMix(42);
  private final Zipf clients = new Zipf(CLIENTS);
  private final Zipf pages = new Zipf(PAGES);
  private final StringBuilder line = new StringBuilder();
  private long requests;
  private long second = 1_700_000_000;
  private String time = "";

  private AccessLogs() {}

  static void write(Path folder, long fileBytes, int files) throws IOException {
    AccessLogs logs = new AccessLogs();
    try (Parts parts =
        new Parts(file -> folder.resolve("access-%02d.log".formatted(file)), files, fileBytes)) {
      while (!parts.isFull()) {
        byte[] line = logs.next().getBytes(US_ASCII);
        parts.line(line, 0, line.length);
      }
    }
  }

  private String next() {
    // The order of the draws is part of the format.
    int client = (clients.draw(random) + 1) * 0x9E3779B1;
    long bits = random.next();
    int page = pages.draw(random);
    if (requests++ % REQUESTS_A_SECOND == 0) {
      second++;
      time = TIME.format(Instant.ofEpochSecond(second));
    }
    int status = status((int) (bits & 7));
    line.setLength(0);
    line.append(client >>> 24).append('.').append(client >>> 16 & 255).append('.');
    line.append(client >>> 8 & 255).append('.').append(client & 255);
    line.append(" - - [").append(time).append("] \"").append(METHODS.get((int) (bits >>> 3 & 7)));
    line.append(" /catalog/item/").append(page).append(".html HTTP/1.1\" ").append(status);
    long bytes = status == 304 ? 0 : 200 + Long.remainderUnsigned(bits >>> 8, 60_000);
    line.append(' ').append(bytes).append(" \"https://www.example.com/catalog/").append(page % 97);
    line.append("\" \"").append(AGENTS.get((int) (bits >>> 40 & 3))).append("\"\n");
    return line.toString();
  }

  private static int status(int drawn) {
    return switch (drawn) {
      case 6 -> 304;
      case 7 -> 404;
      default -> 200;
    };
  }
}
