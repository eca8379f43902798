package io.holdfast.engine.quarantine;

import io.holdfast.stream.BatchTime;
import java.io.Serializable;
import java.util.Locale;

/**
 * A record that was set aside.
 *
 * @param batch that went on without it
 * @param error which function has failed, and how
 * @param text the record as text, cut if it is long
 * @param encoded the record as its source has encoded it, in Base64, to be sent again
 */
public record DeadLetter(
    RecordOrigin origin, BatchTime batch, String error, String text, String encoded)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** One line, a JSON object; {@code docs/formats/quarantine.md}. */
  String line() {
    StringBuilder json = new StringBuilder(128 + encoded.length());
    json.append("{\"id\":").append(quoted(origin.toString()));
    json.append(",\"batch\":").append(batch.epochMillis());
    json.append(",\"stream\":").append(quoted(origin.stream()));
    json.append(",\"block\":").append(origin.block());
    json.append(",\"record\":").append(origin.index());
    json.append(",\"error\":").append(quoted(error));
    json.append(",\"text\":").append(quoted(text));
    json.append(",\"bytes\":\"").append(encoded);
    return json.append("\"}").toString();
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c)) {
        json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
