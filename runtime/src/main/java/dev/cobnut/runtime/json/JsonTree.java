package dev.cobnut.runtime.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as trees of maps in their order, lists, strings, numbers, flags and nulls. Jackson's
 * streaming does the work; its data binding would, too, at a good part of what a small job costs
 * from the start of its process to its end.
 */
public final class JsonTree {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private JsonTree() {}

  /** The JSON of a tree, in UTF-8, without blanks; equal trees in equal order have equal bytes. */
  public static byte[] write(@Nullable Object tree) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
      write(tree, generator);
    } catch (IOException e) {
      throw new UncheckedIOException("writing JSON", e);
    }
    return bytes.toByteArray();
  }

  private static void write(@Nullable Object tree, JsonGenerator to) throws IOException {
    if (tree instanceof Map<?, ?> map) {
      to.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        to.writeFieldName((String) entry.getKey());
        write(entry.getValue(), to);
      }
      to.writeEndObject();
    } else if (tree instanceof List<?> list) {
      to.writeStartArray();
      for (Object each : list) {
        write(each, to);
      }
      to.writeEndArray();
    } else {
      // A scalar; refuses what isn't one.
      to.writeObject(tree);
    }
  }

  /**
   * The tree of a text that is one JSON value and nothing else.
   *
   * @throws JsonProcessingException that says where it isn't, a field that is given twice included
   */
  public static @Nullable Object read(String json) throws JsonProcessingException {
    try (JsonParser parser = FACTORY.createParser(json)) {
      return readWhole(parser);
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  /** Likewise, of {@code length} bytes of UTF-8 from an offset. */
  public static @Nullable Object read(byte[] bytes, int offset, int length)
      throws JsonProcessingException {
    try (JsonParser parser = FACTORY.createParser(bytes, offset, length)) {
      return readWhole(parser);
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  private static @Nullable Object readWhole(JsonParser from) throws IOException {
    JsonToken first = from.nextToken();
    if (first == null) {
      throw new JsonParseException(from, "no value");
    }
    Object tree = read(first, from);
    if (from.nextToken() != null) {
      throw new JsonParseException(from, "something after the value's end");
    }
    return tree;
  }

  private static @Nullable Object read(JsonToken token, JsonParser from) throws IOException {
    return switch (token) {
      case START_OBJECT -> readObject(from);
      case START_ARRAY -> readArray(from);
      case VALUE_STRING -> from.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> from.getNumberValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw new JsonParseException(from, "unexpected " + token);
    };
  }

  private static Map<String, @Nullable Object> readObject(JsonParser from) throws IOException {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (String name = from.nextFieldName(); name != null; name = from.nextFieldName()) {
      object.put(name, read(from.nextToken(), from));
    }
    return object;
  }

  private static List<@Nullable Object> readArray(JsonParser from) throws IOException {
    List<@Nullable Object> array = new ArrayList<>();
    for (JsonToken each = from.nextToken(); each != JsonToken.END_ARRAY; each = from.nextToken()) {
      array.add(read(each, from));
    }
    return array;
  }
}
