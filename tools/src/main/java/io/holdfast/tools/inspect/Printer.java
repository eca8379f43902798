package io.holdfast.tools.inspect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.holdfast.inspection.Content;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;

/**
 * Prints contents, as text for people or as one JSON object a line for programs. What it prints for
 * programs is specified in {@code docs/formats/inspection-json.md}.
 */
public final class Printer implements AutoCloseable {
  /** Of what is printed for programs: a new field or type adds to the second number. */
  static final String SCHEMA = "1.0";

  private static final int CHECK_EVERY = 256;

  private final JsonFactory factory = new JsonFactory();
  private final PrintWriter out;
  private final boolean json;
  private final boolean colours;
  private int printed;
  private boolean gone;

  /**
   * A printer of one run of a command, which for programs begins with what they have to know.
   *
   * @param command its name
   */
  Printer(PrintWriter out, String command, boolean json, boolean colours) {
    this.out = out;
    this.json = json;
    this.colours = colours;
    print(Content.of("holdfast", "").with("schema", SCHEMA).with("command", command));
  }

  /** Prints a piece; for people without words, and for programs without a type, it is nothing. */
  public void print(Content content) {
    if (gone) {
      return;
    }
    if (json && !content.type().isEmpty()) {
      line(object(content));
    } else if (!json && !content.type().equals("holdfast")) {
      line(colours ? Colours.of(content.words()) : content.words());
    }
  }

  private void line(String text) {
    out.print(text);
    out.print('\n');
    if (++printed % CHECK_EVERY == 0) {
      // The reader of a pipe has seen enough; what is left is judged, not printed.
      gone = out.checkError();
    }
  }

  /** Whether the reader of a pipe has gone away. */
  boolean gone() {
    return gone || out.checkError();
  }

  private String object(Content content) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = factory.createGenerator(text)) {
      generator.writeStartObject();
      generator.writeStringField("type", content.type());
      fields(generator, content.fields());
      generator.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void fields(JsonGenerator generator, Map<?, ?> fields) throws IOException {
    for (Map.Entry<?, ?> field : fields.entrySet()) {
      generator.writeFieldName(String.valueOf(field.getKey()));
      value(generator, field.getValue());
    }
  }

  private static void value(JsonGenerator generator, Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      generator.writeStartObject();
      fields(generator, map);
      generator.writeEndObject();
    } else if (value instanceof Collection<?> list) {
      generator.writeStartArray();
      for (Object element : list) {
        value(generator, element);
      }
      generator.writeEndArray();
    } else if (value instanceof Double || value instanceof Float) {
      generator.writeNumber(((Number) value).doubleValue());
    } else if (value instanceof Number number) {
      generator.writeNumber(number.longValue());
    } else if (value instanceof Boolean flag) {
      generator.writeBoolean(flag);
    } else if (value == null) {
      generator.writeNull();
    } else {
      generator.writeString(String.valueOf(value));
    }
  }

  @Override
  public void close() {
    out.flush();
  }
}
