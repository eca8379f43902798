package io.holdfast.tools.quarantine;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.holdfast.DamageException;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.Text;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A record in quarantine.
 *
 * @param id of it
 * @param batch that went on without it, milliseconds since 1970
 * @param error which function has failed, and how
 * @param text the record as text
 * @param encoded as its source has encoded it, in Base64
 * @param line as it lies in the file
 */
record Letter(
    String id, long batch, String stream, String error, String text, String encoded, String line) {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int BYTES_PER_LINE = 16;

  /**
   * Reads a line of the quarantine.
   *
   * @throws DamageException if it is none
   */
  static Letter parse(String line) {
    Map<String, String> fields = new TreeMap<>();
    try (JsonParser json = JSON.createParser(line)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        fields.put(name, json.getText());
      }
      return new Letter(
          field("id", fields),
          Long.parseLong(field("batch", fields)),
          field("stream", fields),
          field("error", fields),
          field("text", fields),
          field("bytes", fields),
          line);
    } catch (IOException | IllegalArgumentException e) {
      throw new DamageException("A line of the quarantine cannot be read: '" + line + "'", e);
    }
  }

  /** For {@code list} and {@code show}. */
  Content content(boolean sentAgain, String words) {
    return Content.of("letter", words + (words.isEmpty() || !sentAgain ? "" : "\n  sent again"))
        .with("id", id)
        .with("batch", batch)
        .with("stream", stream)
        .with("error", error)
        .with("text", text)
        .with("bytes", encoded)
        .with("sent_again", sentAgain);
  }

  /** In full. */
  String words(String app) {
    StringBuilder words = new StringBuilder(Text.printable(id));
    words.append("\n  stream  ").append(Text.printable(stream));
    words.append("\n  batch   ").append(batch).append(" (").append(Instant.ofEpochMilli(batch));
    words.append(")\n  error   ").append(Text.printable(error));
    words.append("\n  record  ").append(Text.printable(text));
    byte[] bytes = bytes();
    for (int at = 0; at < bytes.length; at += BYTES_PER_LINE) {
      int until = Math.min(bytes.length, at + BYTES_PER_LINE);
      String hex = HexFormat.ofDelimiter(" ").formatHex(bytes, at, until);
      words.append(String.format(Locale.ROOT, "%n    %06x  %s", at, hex));
    }
    return words.append("\n  its way: holdfast why ").append(app).append(' ').append(id).toString();
  }

  byte[] bytes() {
    return Base64.getDecoder().decode(encoded);
  }

  private static String field(String name, Map<String, String> fields) {
    String value = fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no " + name);
    }
    return value;
  }
}
