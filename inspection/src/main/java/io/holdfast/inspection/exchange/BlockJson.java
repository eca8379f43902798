package io.holdfast.inspection.exchange;

import io.holdfast.engine.block.BlockFormat;
import io.holdfast.wal.FieldWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Blocks of a data log as JSON: their header, and each record. */
final class BlockJson {
  private BlockJson() {}

  static Map<String, Object> decode(ByteBuffer payload) {
    BlockFormat.Header header = BlockFormat.header(payload, "a block");
    List<Object> records = new ArrayList<>();
    BlockFormat.forEachEncoded(payload, "a block", record -> records.add(TextJson.element(record)));
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("type", "block");
    fields.put("stream", header.stream());
    fields.put("sequence", header.sequence());
    fields.put("source_offsets", header.offsets());
    fields.put("records", records);
    return fields;
  }

  static ByteBuffer encode(Fields fields) {
    List<?> records = fields.list("records");
    FieldWriter bytes = new FieldWriter();
    records.forEach(record -> bytes.putBytes(TextJson.element(record, fields)));
    return BlockFormat.assemble(
        new BlockFormat.Header(
            fields.text("stream"),
            fields.number("sequence"),
            records.size(),
            fields.numbers("source_offsets"),
            bytes.sizeBytes()),
        bytes);
  }
}
