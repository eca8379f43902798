package io.holdfast.inspection.exchange;

import io.holdfast.engine.journal.JournalCodec;
import io.holdfast.engine.journal.JournalEvent;
import io.holdfast.engine.journal.JournalEvent.BatchAllocated;
import io.holdfast.engine.journal.JournalEvent.BatchCompleted;
import io.holdfast.engine.journal.JournalEvent.BlockAdded;
import io.holdfast.engine.journal.JournalEvent.BlockRange;
import io.holdfast.engine.journal.JournalEvent.BlocksLost;
import io.holdfast.engine.journal.JournalEvent.EpochStarted;
import io.holdfast.engine.journal.JournalEvent.Loss;
import io.holdfast.engine.journal.JournalEvent.Released;
import io.holdfast.stream.BatchTime;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Events of the journal as JSON. */
final class EventJson {
  private final PlaceJson places;

  EventJson(PlaceJson places) {
    this.places = places;
  }

  Map<String, Object> decode(ByteBuffer payload) {
    JournalEvent event = JournalCodec.decode(payload, "an event");
    Map<String, Object> fields = new LinkedHashMap<>();
    if (event instanceof EpochStarted e) {
      fields.put("type", "epoch_started");
      fields.put("epoch", e.epoch());
      fields.put("started_millis", e.startedMillis());
      fields.put("by", e.by());
    } else if (event instanceof BlockAdded e) {
      fields.put("type", "block_added");
      fields.putAll(places.decode(e.block()));
    } else if (event instanceof BatchAllocated e) {
      fields.put("type", "batch_allocated");
      fields.put("batch", e.time().epochMillis());
      fields.put("ranges", e.ranges().stream().map(EventJson::range).toList());
    } else if (event instanceof BatchCompleted e) {
      fields.put("type", "batch_completed");
      fields.put("batch", e.time().epochMillis());
      fields.put("epoch", e.epoch());
      fields.put("records", e.records());
      fields.put("states", e.states());
    } else if (event instanceof Released e) {
      fields.put("type", "released");
      fields.put("checkpoints", e.checkpoints());
      fields.put("logs_kept_from", e.logs());
    } else if (event instanceof BlocksLost e) {
      fields.put("type", "blocks_lost");
      fields.put("epoch", e.epoch());
      fields.put("losses", losses(e.losses()));
    }
    return fields;
  }

  private static Map<String, Object> range(BlockRange range) {
    Map<String, Object> fields = Fields.of("stream", range.stream());
    fields.put("first", range.first());
    fields.put("last", range.last());
    return fields;
  }

  static List<Map<String, Object>> losses(List<Loss> losses) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (Loss loss : losses) {
      Map<String, Object> fields = Fields.of("stream", loss.stream());
      fields.put("blocks", loss.blocks());
      fields.put("records", loss.records());
      list.add(fields);
    }
    return list;
  }

  static List<Loss> losses(Fields fields) {
    return fields.objects("losses").stream()
        .map(loss -> new Loss(loss.text("stream"), loss.number("blocks"), loss.number("records")))
        .toList();
  }

  ByteBuffer encode(Fields fields) {
    return JournalCodec.encode(event(fields));
  }

  private JournalEvent event(Fields f) {
    String type = f.text("type");
    return switch (type) {
      case "epoch_started" ->
          new EpochStarted(f.number("epoch"), f.number("started_millis"), f.text("by"));
      case "block_added" -> new BlockAdded(places.encode(f));
      case "batch_allocated" ->
          new BatchAllocated(
              new BatchTime(f.number("batch")),
              f.objects("ranges").stream()
                  .map(r -> new BlockRange(r.text("stream"), r.number("first"), r.number("last")))
                  .toList());
      case "batch_completed" ->
          new BatchCompleted(
              new BatchTime(f.number("batch")),
              f.number("epoch"),
              f.number("records"),
              f.texts("states"));
      case "released" -> new Released(f.texts("checkpoints"), f.numbers("logs_kept_from"));
      case "blocks_lost" -> new BlocksLost(f.number("epoch"), losses(f));
      default -> throw f.problem("content of the unknown type '" + type + "'");
    };
  }
}
