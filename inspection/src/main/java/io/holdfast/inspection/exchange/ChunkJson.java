package io.holdfast.inspection.exchange;

import io.holdfast.checkpoint.state.EncodedEntry;
import io.holdfast.checkpoint.state.EntryKind;
import io.holdfast.checkpoint.state.StateChunk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Records of state logs as JSON. Keys and values are bytes of the job's classes: Base64. */
final class ChunkJson {
  private static final String LOCATION = "a state log";

  private ChunkJson() {}

  static Map<String, Object> decode(ByteBuffer payload) {
    StateChunk chunk = StateChunk.header(payload, LOCATION);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("type", chunk.kind().name().toLowerCase(Locale.ROOT));
    fields.put("epoch", chunk.epoch());
    if (chunk.kind() == StateChunk.Kind.CLASSES) {
      fields.put("classes", StateChunk.classes(payload, LOCATION));
      return fields;
    }
    fields.put("version", chunk.version());
    fields.put("previous", chunk.previous());
    fields.put("part", chunk.part());
    fields.put("last", chunk.last());
    List<Map<String, Object>> entries = new ArrayList<>();
    StateChunk.entries(payload, LOCATION, entry -> entries.add(entry(entry)));
    fields.put("entries", entries);
    return fields;
  }

  private static Map<String, Object> entry(EncodedEntry entry) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("kind", entry.kind().name().toLowerCase(Locale.ROOT));
    if (entry.kind().timed()) {
      fields.put("time_millis", entry.timeMillis());
    }
    if (entry.key() != null) {
      fields.put("key", TextJson.base64(entry.key()));
    }
    if (entry.value() != null) {
      fields.put("value", TextJson.base64(entry.value()));
    }
    return fields;
  }

  static ByteBuffer encode(Fields fields) {
    StateChunk.Kind kind = fields.constant("type", StateChunk.Kind.class);
    if (kind == StateChunk.Kind.CLASSES) {
      return StateChunk.classes(fields.text("classes"), fields.number("epoch"));
    }
    StateChunk header =
        new StateChunk(
            kind,
            fields.number("version"),
            fields.number("previous"),
            fields.number("epoch"),
            fields.integer("part"),
            fields.flag("last"),
            0);
    return StateChunk.encode(
        header, fields.objects("entries").stream().map(ChunkJson::entry).toList());
  }

  private static EncodedEntry entry(Fields fields) {
    EntryKind kind = fields.constant("kind", EntryKind.class);
    return new EncodedEntry(
        kind,
        kind.timed() ? fields.number("time_millis") : 0,
        kind.keyed() ? ByteBuffer.wrap(fields.base64("key")) : null,
        kind.valued() ? ByteBuffer.wrap(fields.base64("value")) : null);
  }
}
