package io.holdfast.inspection;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.holdfast.wal.storage.StorageException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON objects as lines of UTF-8. Used by one thread. */
public final class JsonLines {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNestingDepth(32)
                  .build())
          .build();

  private final OutputStream out;
  private final JsonGenerator generator;

  /** Writes to a stream, which stays open. */
  public JsonLines(OutputStream out) {
    this.out = out;
    try {
      generator = FACTORY.createGenerator(out);
      generator.setRootValueSeparator(null);
      generator.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
    } catch (IOException e) {
      throw new StorageException("The lines cannot be written: " + e.getMessage(), e);
    }
  }

  /**
   * Writes a line.
   *
   * @param fields strings, numbers, booleans, lists and maps of them
   */
  public void write(Map<String, Object> fields) {
    try {
      value(fields);
      generator.writeRaw('\n');
    } catch (IOException e) {
      throw new StorageException("The lines cannot be written: " + e.getMessage(), e);
    }
  }

  /** Hands on all that was written. */
  public void flush() {
    try {
      generator.flush();
      out.flush();
    } catch (IOException e) {
      throw new StorageException("The lines cannot be written: " + e.getMessage(), e);
    }
  }

  private void value(Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      generator.writeStartObject();
      for (Map.Entry<?, ?> field : map.entrySet()) {
        generator.writeFieldName(String.valueOf(field.getKey()));
        value(field.getValue());
      }
      generator.writeEndObject();
    } else if (value instanceof Collection<?> list) {
      generator.writeStartArray();
      for (Object element : list) {
        value(element);
      }
      generator.writeEndArray();
    } else if (value instanceof Number number) {
      generator.writeNumber(number.longValue());
    } else if (value instanceof Boolean flag) {
      generator.writeBoolean(flag);
    } else {
      generator.writeString(String.valueOf(value));
    }
  }

  /**
   * Reads a line.
   *
   * @throws JsonProcessingException if it is not one JSON object
   */
  public static Map<?, ?> parse(byte[] line, int length) throws IOException {
    try (JsonParser parser = FACTORY.createParser(line, 0, length)) {
      parser.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("it is not a JSON object");
      }
      Map<?, ?> object = object(parser);
      if (parser.nextToken() != null) {
        throw new IOException("something follows the object");
      }
      return object;
    }
  }

  private static Map<String, Object> object(JsonParser parser) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      object.put(name, value(parser));
    }
    return object;
  }

  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> {
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(parser));
        }
        yield list;
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> parser.getText();
    };
  }
}
