package dev.cobnut.runtime.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What {@code conf/cobnut.json} and {@code conf/README.md} have to be, made from the settings. */
final class ConfFiles {
  private ConfFiles() {}

  static String json() {
    JsonObject root = new JsonObject();
    for (Setting setting : Settings.ALL) {
      int dot = setting.path().indexOf('.');
      String section = setting.path().substring(0, dot);
      if (!root.containsKey(section)) {
        root.put(section, new JsonObject());
      }
      put(
          root.getJsonObject(section),
          setting.path().substring(dot + 1),
          setting.kind(),
          setting.defaultText());
    }
    return root.encodePrettily().replace(" : ", ": ") + "\n";
  }

  private static void put(JsonObject section, String name, Kind kind, String text) {
    if (kind instanceof Kind.Only only) {
      put(section, name, only.later(), text);
    } else if (kind instanceof Kind.Whole) {
      section.put(name, Long.parseLong(text));
    } else if (kind instanceof Kind.Fraction) {
      section.put(name, Double.parseDouble(text));
    } else if (kind instanceof Kind.Flag) {
      section.put(name, Boolean.parseBoolean(text));
    } else if (kind instanceof Kind.Several) {
      JsonArray array = new JsonArray();
      section.put(name, array);
      if (!text.isEmpty()) {
        for (String part : text.split(",", -1)) {
          array.add(part);
        }
      }
    } else {
      section.put(name, text);
    }
  }

  static String readme() {
    StringBuilder table = new StringBuilder();
    for (Setting setting : Settings.ALL) {
      table
          .append("| `")
          .append(setting.path())
          .append("` | ")
          .append(setting.defaultText().isEmpty() ? "none" : "`" + setting.defaultText() + "`")
          .append(" | ")
          .append(setting.kind().expected())
          .append(" | ")
          .append(setting.description())
          .append(" |\n");
    }
    return """
        # Configuration

        `cobnut.json` beside this page holds every key with its default. Copy what you change into a
        file of your own, and give that to a node:

        ```
        java -jar app/target/cobnut.jar -cluster -conf my.json
        ```

        A key is a path: `http.port` is written `{"http": {"port": 8081}}`, or `{"http.port": 8081}`.
        A variable of the environment wins over the file, a system property over both:
        `COBNUT_HTTP_PORT=8081`, `-Dcobnut.http.port=8081`; there, lists are written with commas.
        Durations have a unit (`200ms`, `5s`, `10m`, `2h`, `7d`), and so have sizes (`512KiB`, `64MiB`,
        `1GiB`). A key that isn't known, or a value that isn't as expected, stops the start, with a line
        that names it.

        There is no authentication yet: whoever reaches a port can run code. So `http.host` and
        `cluster.host` take addresses that only this machine reaches, and any other stops the start.

        | key | default | expected | what it does |
        |---|---|---|---|
        """
        + table
        + """

        `http.auth.*` and `cluster.tls.*` aren't built yet, and stop the start.
        """;
  }
}
