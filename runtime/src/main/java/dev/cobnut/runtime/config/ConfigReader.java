package dev.cobnut.runtime.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.cobnut.runtime.json.JsonTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads one configuration from its sources, and collects all that is wrong with it. */
final class ConfigReader {
  /** No setting: for tests of crashes, and in no list of what can be set. */
  private static final String CRASH_POINT = "cobnut.crashPoint";

  /**
   * {@code COBNUT_} variables that aren't keys: of the start script, and of Kubernetes' services.
   */
  private static final String OTHER_VARIABLES =
      "COBNUT_JAVA_OPTS|COBNUT_SERVICE_(HOST|PORT.*)|COBNUT_PORT(_\\d+_.*)?";

  private final List<String> problems = new ArrayList<>();
  private final Map<String, Object> values = new LinkedHashMap<>();

  Config read(
      @Nullable String json, Map<String, String> environment, Map<String, String> systemProperties)
      throws ConfigException {
    for (Setting setting : Settings.ALL) {
      put(setting, setting.defaultText(), "");
    }
    if (json != null) {
      readFile(json);
    }
    readEnvironment(new TreeMap<>(environment));
    readProperties(new TreeMap<>(systemProperties));
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    Config config = new ConfigValues(values).toConfig();
    check(config);
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return config;
  }

  private void readFile(String json) throws ConfigException {
    if (json.isBlank()) {
      throw noObject("nothing");
    }
    Object root;
    try {
      root = JsonTree.read(json);
    } catch (JsonProcessingException e) {
      String where =
          e.getLocation() == null
              ? ""
              : "line "
                  + e.getLocation().getLineNr()
                  + ", column "
                  + e.getLocation().getColumnNr()
                  + ": ";
      throw new ConfigException(
          List.of("configuration file: " + where + e.getOriginalMessage() + " (expected: JSON)"));
    }
    if (!(root instanceof Map<?, ?> object)) {
      throw noObject(root instanceof List ? "array" : String.valueOf(root));
    }
    Map<String, @Nullable Object> leaves = new LinkedHashMap<>();
    flatten("", object, leaves);
    leaves.forEach(
        (path, leaf) ->
            known(path, path)
                .ifPresent(setting -> text(path, leaf).ifPresent(text -> put(setting, text, ""))));
  }

  private static ConfigException noObject(String found) {
    return new ConfigException(
        List.of("configuration file: " + found + " (expected: a JSON object)"));
  }

  private void flatten(String prefix, Map<?, ?> object, Map<String, @Nullable Object> leaves) {
    object.forEach(
        (name, value) -> {
          String path = prefix.isEmpty() ? (String) name : prefix + "." + name;
          boolean isKnownPrefix = isPrefix(path) || Settings.NOT_BUILT.contains(path);
          if (value instanceof Map<?, ?> section
              && Settings.find(path).isEmpty()
              && isKnownPrefix) {
            flatten(path, section, leaves);
          } else if (leaves.containsKey(path)) {
            problems.add(path + ": given twice (expected: once)");
          } else {
            leaves.put(path, value);
          }
        });
  }

  private static boolean isPrefix(String path) {
    return Settings.ALL.stream().anyMatch(setting -> setting.path().startsWith(path + "."));
  }

  /** A leaf as it would be written in a variable. */
  private Optional<String> text(String path, @Nullable Object leaf) {
    Setting setting = Settings.find(path).orElseThrow();
    if (leaf instanceof String || leaf instanceof Number || leaf instanceof Boolean) {
      return Optional.of(leaf.toString());
    }
    if (setting.kind().isList() && leaf instanceof List<?> list) {
      List<String> parts =
          list.stream().map(each -> each instanceof String text ? text : "").toList();
      if (parts.stream().noneMatch(part -> part.isBlank() || part.contains(","))) {
        return Optional.of(String.join(",", parts));
      }
    }
    String found = new String(JsonTree.write(leaf), StandardCharsets.UTF_8);
    problems.add(path + ": " + found + " (expected: " + setting.kind().expected() + ")");
    return Optional.empty();
  }

  private void readEnvironment(Map<String, String> environment) {
    environment.forEach(
        (name, value) -> {
          if (name.startsWith("COBNUT_") && !name.matches(OTHER_VARIABLES)) {
            Optional<Setting> setting =
                Settings.ALL.stream().filter(each -> each.variable().equals(name)).findFirst();
            if (setting.isPresent()) {
              put(setting.get(), value.strip(), "; from " + name);
            } else {
              known(
                  name.substring("COBNUT_".length())
                      .toLowerCase(java.util.Locale.ROOT)
                      .replace('_', '.'),
                  name);
            }
          }
        });
  }

  private void readProperties(Map<String, String> properties) {
    properties.forEach(
        (name, value) -> {
          if (name.startsWith("cobnut.") && !name.equals(CRASH_POINT)) {
            known(name.substring("cobnut.".length()), "-D" + name)
                .ifPresent(setting -> put(setting, value.strip(), "; from -D" + name));
          }
        });
  }

  /** The setting of a path; notes a problem where there is none. */
  private Optional<Setting> known(String path, String shown) {
    Optional<Setting> setting = Settings.find(path);
    if (setting.isEmpty()) {
      boolean isPlanned =
          Settings.NOT_BUILT.stream()
              .anyMatch(each -> path.equals(each) || path.startsWith(each + "."));
      problems.add(
          isPlanned
              ? shown + ": not built yet (expected: left out)"
              : shown
                  + ": unknown key (expected: one of those in conf/README.md; the nearest is "
                  + Nearest.to(path, Settings.ALL.stream().map(Setting::path).toList())
                  + ")");
    }
    return setting;
  }

  private void put(Setting setting, String text, String origin) {
    Optional<Object> value = setting.kind().read(text);
    if (value.isPresent()) {
      values.put(setting.path(), value.get());
    } else {
      problems.add(
          setting.path()
              + ": \""
              + text
              + "\" (expected: "
              + setting.kind().expected()
              + origin
              + ")");
    }
  }

  private void check(Config config) {
    if (config.heartbeat().timeoutMs() <= config.heartbeat().intervalMs()) {
      problems.add(
          "heartbeat.timeout: \""
              + config.heartbeat().timeoutMs()
              + "ms\" (expected: longer than heartbeat.interval, "
              + config.heartbeat().intervalMs()
              + "ms)");
    }
    String ports =
        config.cluster().members().stream()
            .filter(
                member -> Integer.parseInt(member.substring(member.lastIndexOf(':') + 1)) > 65_535)
            .collect(Collectors.joining(", "));
    if (!ports.isEmpty()) {
      problems.add("cluster.members: \"" + ports + "\" (expected: host:port, port 1..65535)");
    }
  }
}
