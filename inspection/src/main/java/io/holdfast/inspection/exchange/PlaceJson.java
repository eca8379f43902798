package io.holdfast.inspection.exchange;

import io.holdfast.engine.journal.BlockLocation;
import io.holdfast.engine.journal.BlockLocation.InLog;
import io.holdfast.engine.journal.BlockLocation.InMemory;
import io.holdfast.engine.journal.BlockLocation.InSource;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.source.SourceRange;
import io.holdfast.wal.LogHandle;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Blocks as the journal and checkpoints know them. A block in a data log that is a part of the same
 * export is named by segment and LSN alone: where it lies there, how long it is and its checksum
 * follow from the file.
 */
final class PlaceJson {
  private final Places places;

  PlaceJson(Places places) {
    this.places = places;
  }

  Map<String, Object> decode(ReceivedBlock block) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("stream", block.stream());
    fields.put("sequence", block.sequence());
    fields.put("records", block.records());
    fields.put("place", place(block.location()));
    fields.put("source_offsets", block.offsets());
    return fields;
  }

  private Map<String, Object> place(BlockLocation location) {
    Map<String, Object> place = new LinkedHashMap<>();
    if (location instanceof InLog log) {
      LogHandle handle = log.handle();
      place.put("log", log.log());
      place.put("segment", handle.segment());
      place.put("lsn", handle.lsn());
      if (!places.record(log.log(), handle.segment(), handle.lsn()).equals(of(handle))) {
        place.put("offset", handle.offset());
        place.put("length", handle.lengthBytes());
        place.put("crc32c", hex(handle.crc32c()));
      }
    } else if (location instanceof InSource source) {
      SourceRange range = source.range();
      place.put("source_partition", range.partition());
      place.put("from", range.from());
      place.put("until", range.until());
      place.put("length", range.lengthBytes());
      place.put("check", hex(range.check()));
    } else if (location instanceof InMemory memory) {
      place.put("memory_of_epoch", memory.epoch());
      place.put("length", memory.lengthBytes());
    }
    return place;
  }

  private static Optional<LogHandle> of(LogHandle handle) {
    return Optional.of(handle);
  }

  static String hex(int value) {
    return HexFormat.of().toHexDigits(value);
  }

  ReceivedBlock encode(Fields fields) {
    Fields place = fields.object("place");
    long records = fields.number("records");
    return new ReceivedBlock(
        fields.text("stream"),
        fields.number("sequence"),
        records,
        location(place, records),
        fields.numbers("source_offsets"));
  }

  private BlockLocation location(Fields place, long records) {
    if (place.has("log")) {
      return new InLog(place.text("log"), handle(place));
    } else if (place.has("source_partition")) {
      try {
        return new InSource(
            new SourceRange(
                place.text("source_partition"),
                place.number("from"),
                place.number("until"),
                records,
                place.number("length"),
                place.hex("check")));
      } catch (IllegalArgumentException e) {
        throw place.problem(e.getMessage(), e);
      }
    } else if (place.has("memory_of_epoch")) {
      return new InMemory(place.number("memory_of_epoch"), place.number("length"));
    }
    throw place.problem("field 'place' has neither log nor source_partition nor memory_of_epoch");
  }

  private LogHandle handle(Fields place) {
    long lsn = place.number("lsn");
    long segment = place.number("segment");
    if (place.has("offset")) {
      return new LogHandle(
          lsn, segment, place.number("offset"), place.integer("length"), place.hex("crc32c"));
    }
    return places
        .record(place.text("log"), segment, lsn)
        .orElseThrow(
            () ->
                place.problem(
                    "there is no record with LSN "
                        + lsn
                        + " in segment "
                        + segment
                        + " of data log '"
                        + place.text("log")
                        + "' among the lines before. Name the segment and LSN of one that is"
                        + " there, or give offset, length and crc32c"));
  }
}
