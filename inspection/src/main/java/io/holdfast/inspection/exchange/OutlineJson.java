package io.holdfast.inspection.exchange;

import io.holdfast.engine.journal.BlockCodec;
import io.holdfast.engine.journal.JournalCodec;
import io.holdfast.wal.FieldReader;
import io.holdfast.wal.FieldWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The section {@code pending-outline} of a checkpoint, the driver's state, as JSON. */
final class OutlineJson {
  private final PlaceJson places;

  OutlineJson(PlaceJson places) {
    this.places = places;
  }

  Map<String, Object> decode(byte[] bytes) {
    FieldReader in = new FieldReader(bytes, "a driver's state");
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("type", "driver_state");
    fields.put("epoch", in.varLong());
    fields.put("last_allocated_batch", in.varLong());
    fields.put("last_completed_batch", in.varLong());
    fields.put("state_versions", JournalCodec.readMap(in));
    List<Map<String, Object>> streams = new ArrayList<>();
    for (int i = in.count(3); i > 0; i--) {
      Map<String, Object> stream = Fields.of("stream", in.string());
      stream.put("last_sequence", in.varLong());
      stream.put("source_offsets", JournalCodec.readMap(in));
      stream.put("unallocated_blocks", blocks(in));
      streams.add(stream);
    }
    fields.put("streams", streams);
    List<Map<String, Object>> pending = new ArrayList<>();
    for (int i = in.count(2); i > 0; i--) {
      Map<String, Object> batch = Fields.of("batch", in.varLong());
      batch.put("blocks", blocks(in));
      pending.add(batch);
    }
    fields.put("pending_batches", pending);
    if (in.remaining() > 0) {
      fields.put("losses_counted_before_epoch", in.varLong());
      fields.put("losses", EventJson.losses(JournalCodec.readLosses(in)));
    }
    in.end();
    return fields;
  }

  private List<Map<String, Object>> blocks(FieldReader in) {
    List<Map<String, Object>> blocks = new ArrayList<>();
    for (int i = in.count(8); i > 0; i--) {
      blocks.add(places.decode(BlockCodec.read(in)));
    }
    return blocks;
  }

  byte[] encode(Fields fields) {
    FieldWriter out = new FieldWriter(1024);
    out.putVarLong(fields.number("epoch"))
        .putVarLong(fields.number("last_allocated_batch"))
        .putVarLong(fields.number("last_completed_batch"));
    JournalCodec.writeMap(out, fields.numbers("state_versions"));
    List<Fields> streams = fields.objects("streams");
    out.putVarInt(streams.size());
    for (Fields stream : streams) {
      out.putString(stream.text("stream")).putVarLong(stream.number("last_sequence"));
      JournalCodec.writeMap(out, stream.numbers("source_offsets"));
      write(out, stream.objects("unallocated_blocks"));
    }
    List<Fields> pending = fields.objects("pending_batches");
    out.putVarInt(pending.size());
    for (Fields batch : pending) {
      write(out.putVarLong(batch.number("batch")), batch.objects("blocks"));
    }
    if (fields.has("losses_counted_before_epoch")) {
      JournalCodec.writeLosses(
          out.putVarLong(fields.number("losses_counted_before_epoch")), EventJson.losses(fields));
    }
    return out.toByteArray();
  }

  private void write(FieldWriter out, List<Fields> blocks) {
    out.putVarInt(blocks.size());
    blocks.forEach(block -> BlockCodec.write(out, places.encode(block)));
  }
}
