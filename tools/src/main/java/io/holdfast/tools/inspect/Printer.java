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

/** Prints contents, as text for people or as one JSON object a line for programs. */
final class Printer implements AutoCloseable {
  private static final int CHECK_EVERY = 256;

  private final JsonFactory factory = new JsonFactory();
  private final PrintWriter out;
  private final boolean json;
  private int printed;
  private boolean gone;

  Printer(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json;
  }

  void print(Content content) {
    if (gone) {
      return;
    }
    if (!json) {
      line(content.words());
    } else if (!content.type().isEmpty()) {
      line(object(content));
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
    } else if (value instanceof Number number) {
      generator.writeNumber(number.longValue());
    } else if (value instanceof Boolean flag) {
      generator.writeBoolean(flag);
    } else {
      generator.writeString(String.valueOf(value));
    }
  }

  @Override
  public void close() {
    out.flush();
  }
}
