package dev.cobnut.runtime.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the value of a key looks like, how it is read, and how to tell a user. Immutable. */
sealed interface Kind {
  /** What a user should have written, as in {@code 0..65535}. */
  String expected();

  /** The value of a text; empty where it isn't one. */
  Optional<Object> read(String text);

  /** Whether it may be written as a JSON array. */
  default boolean isList() {
    return false;
  }

  /** A whole number (Long). */
  record Whole(long min, long max) implements Kind {
    @Override
    public String expected() {
      return min + ".." + max;
    }

    @Override
    public Optional<Object> read(String text) {
      if (!text.matches("[+-]?\\d{1,18}")) {
        return Optional.empty();
      }
      long value = Long.parseLong(text);
      return value < min || value > max ? Optional.empty() : Optional.of(value);
    }
  }

  /** A number between two others (Double). */
  record Fraction(double min, double max) implements Kind {
    @Override
    public String expected() {
      return min + ".." + max;
    }

    @Override
    public Optional<Object> read(String text) {
      if (!text.matches("\\d{1,9}(\\.\\d{1,9})?|\\.\\d{1,9}")) {
        return Optional.empty();
      }
      double value = Double.parseDouble(text);
      return value < min || value > max ? Optional.empty() : Optional.of(value);
    }
  }

  /** A number with a unit (Long): of milliseconds, or of bytes. */
  record Amount(Map<String, Long> units, String examples, String min, String max) implements Kind {
    private static final Pattern FORM = Pattern.compile("(\\d{1,12}) ?([A-Za-z]+)");
    private static final Map<String, Long> TIMES =
        Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);
    private static final Map<String, Long> SIZES =
        Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30, "TiB", 1L << 40);

    static Amount duration(String min, String max) {
      return new Amount(TIMES, "a duration such as 200ms, 5s, 10m, 2h, 7d", min, max);
    }

    static Amount size(String min, String max) {
      return new Amount(SIZES, "a size such as 512KiB, 64MiB, 1GiB", min, max);
    }

    @Override
    public String expected() {
      return examples + ", from " + min + " to " + max;
    }

    @Override
    public Optional<Object> read(String text) {
      return parse(text)
          .filter(value -> value >= parse(min).orElseThrow() && value <= parse(max).orElseThrow())
          .map(value -> value);
    }

    private Optional<Long> parse(String text) {
      Matcher matcher = FORM.matcher(text);
      if (!matcher.matches() || !units.containsKey(matcher.group(2))) {
        return Optional.empty();
      }
      long number = Long.parseLong(matcher.group(1));
      long unit = units.get(matcher.group(2));
      return number > Long.MAX_VALUE / unit ? Optional.empty() : Optional.of(number * unit);
    }
  }

  /** A text that fits a pattern (String). */
  record Text(String pattern, String expected) implements Kind {
    @Override
    public Optional<Object> read(String text) {
      return text.matches(pattern) ? Optional.of(text) : Optional.empty();
    }
  }

  /** A host that only this machine reaches (String). */
  record LoopbackHost() implements Kind {
    @Override
    public String expected() {
      return "127.0.0.1, ::1 or localhost: whoever reached another address could run jobs, since"
          + " there is no authentication yet";
    }

    @Override
    public Optional<Object> read(String text) {
      boolean loopback = text.matches("localhost|::1|127(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");
      return loopback ? Optional.of(text) : Optional.empty();
    }
  }

  /** {@code true} or {@code false} (Boolean). */
  record Flag() implements Kind {
    @Override
    public String expected() {
      return "true or false";
    }

    @Override
    public Optional<Object> read(String text) {
      return switch (text) {
        case "true" -> Optional.of(true);
        case "false" -> Optional.of(false);
        default -> Optional.empty();
      };
    }
  }

  /** One of some words (an enum's constant). */
  record Word(List<Enum<?>> constants) implements Kind {
    static Word of(Enum<?>... constants) {
      return new Word(List.of(constants));
    }

    @Override
    public String expected() {
      return constants.stream().map(Word::text).collect(Collectors.joining(" or "));
    }

    @Override
    public Optional<Object> read(String text) {
      return constants.stream().filter(each -> text(each).equals(text)).findFirst().map(c -> c);
    }

    private static String text(Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT);
    }
  }

  /** Several values (List); written as an array, or with commas. */
  record Several(Kind each, int min, String noun) implements Kind {
    @Override
    public boolean isList() {
      return true;
    }

    @Override
    public String expected() {
      return "a list of " + noun + ", " + min + " or more, each " + each.expected();
    }

    @Override
    public Optional<Object> read(String text) {
      List<Object> values = new ArrayList<>();
      for (String part : text.isBlank() ? new String[0] : text.split(",", -1)) {
        Optional<Object> value = each.read(part.strip());
        if (value.isEmpty() || values.contains(value.get())) {
          return Optional.empty();
        }
        values.add(value.get());
      }
      return values.size() < min ? Optional.empty() : Optional.of(List.copyOf(values));
    }
  }

  /** The word {@code auto} ({@link Auto#AUTO}), or something else. */
  record AutoOr(Kind other) implements Kind {
    /** What {@code auto} is read as. */
    enum Auto {
      AUTO
    }

    @Override
    public String expected() {
      return "auto, or " + other.expected();
    }

    @Override
    public Optional<Object> read(String text) {
      return text.equals("auto") ? Optional.of(Auto.AUTO) : other.read(text);
    }
  }

  /** The one value that works yet, of a key whose others come later. */
  record Only(Kind later, String text) implements Kind {
    @Override
    public boolean isList() {
      return later.isList();
    }

    @Override
    public String expected() {
      return (text.isEmpty() ? "none" : text) + ", since nothing else is built yet";
    }

    @Override
    public Optional<Object> read(String text) {
      return text.equals(this.text) ? later.read(text) : Optional.empty();
    }
  }
}
