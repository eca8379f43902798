package io.holdfast.inspection.exchange;

import io.holdfast.inspection.ExecutorRecords;
import io.holdfast.inspection.LogKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What records of logs hold, as JSON. What would not give the same bytes again is kept as text or
 * Base64, without a meaning.
 */
final class RecordJson {
  private final EventJson events;

  RecordJson(Places places) {
    this.events = new EventJson(new PlaceJson(places));
  }

  Map<String, Object> decode(LogKind kind, ByteBuffer payload) {
    try {
      Map<String, Object> content =
          switch (kind) {
            case JOURNAL -> events.decode(payload);
            case DATA -> BlockJson.decode(payload);
            case STATE -> ChunkJson.decode(payload);
            case EXECUTOR ->
                ExecutorRecords.isChunk(payload)
                    ? ChunkJson.decode(payload)
                    : BlockJson.decode(payload);
            case PLACES, UNKNOWN -> TextJson.content(payload);
          };
      if (encode(new Fields(content, "")).equals(payload)) {
        return content;
      }
    } catch (RuntimeException e) {
      // Bytes that are not what such a log holds are kept as they are.
    }
    return TextJson.content(payload);
  }

  ByteBuffer encode(Fields content) {
    String type = content.text("type");
    return switch (type) {
      case "text" -> ByteBuffer.wrap(content.text("text").getBytes(StandardCharsets.UTF_8));
      case "bytes" -> ByteBuffer.wrap(content.base64("base64"));
      case "block" -> BlockJson.encode(content);
      case "delta", "snapshot", "classes" -> ChunkJson.encode(content);
      default -> events.encode(content);
    };
  }
}
