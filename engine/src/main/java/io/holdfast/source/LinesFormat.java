package io.holdfast.source;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Lines of text. */
enum LinesFormat implements RequestFormat<String> {
  INSTANCE;

  @Override
  public RecordCodec<String> codec() {
    return RecordCodec.text();
  }

  @Override
  public boolean accepts(String contentType) {
    int semicolon = contentType.indexOf(';');
    String type = (semicolon < 0 ? contentType : contentType.substring(0, semicolon)).strip();
    boolean lines = type.isEmpty() || type.startsWith("text/") || type.endsWith("ndjson");
    int charset = contentType.indexOf("charset=");
    return lines
        && (charset < 0
            || contentType.substring(charset + 8).matches("\"?(utf-8|us-ascii)\"?\\s*(;.*)?"));
  }

  @Override
  public List<String> read(byte[] body) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the body is not UTF-8", e);
    }
    List<String> lines = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline;
      int line = end > start && newline >= 0 && text.charAt(end - 1) == '\r' ? end - 1 : end;
      lines.add(text.substring(start, line));
      start = end + 1;
    }
    return lines;
  }
}
