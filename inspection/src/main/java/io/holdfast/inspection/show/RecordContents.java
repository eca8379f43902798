package io.holdfast.inspection.show;

import io.holdfast.HoldfastException;
import io.holdfast.checkpoint.state.EntryKind;
import io.holdfast.checkpoint.state.StateChunk;
import io.holdfast.engine.block.BlockFormat;
import io.holdfast.engine.journal.JournalCodec;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.LogKind;
import io.holdfast.inspection.Text;
import io.holdfast.stream.BatchTime;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Decodes the records of an application's logs without the job's classes. */
public final class RecordContents {
  private static final int PREVIEWED_RECORDS = 3;

  private RecordContents() {}

  /**
   * What a record says. Never throws for what it holds: a record that cannot be decoded says so.
   *
   * @param place names the record, for errors
   */
  public static Content of(LogKind kind, ByteBuffer payload, String place) {
    try {
      return switch (kind) {
        case JOURNAL -> JournalContents.of(JournalCodec.decode(payload, place));
        case DATA -> block(payload, place);
        case STATE -> state(payload, place);
        case UNKNOWN -> Content.of("bytes", Text.preview(payload));
      };
    } catch (HoldfastException e) {
      return undecodable(e.getMessage());
    }
  }

  private static Content undecodable(String why) {
    return Content.of("undecodable", "CANNOT BE DECODED: " + why).with("reason", why);
  }

  private static Content block(ByteBuffer payload, String place) {
    BlockFormat.Header header = BlockFormat.header(payload, place);
    List<String> first = new ArrayList<>();
    int[] seen = {0};
    BlockFormat.forEachEncoded(
        payload,
        place,
        record -> {
          if (seen[0]++ < PREVIEWED_RECORDS) {
            first.add(Text.preview(record));
          }
        });
    String more = header.records() > PREVIEWED_RECORDS ? " …" : "";
    String preview = first.isEmpty() ? "" : ": \"" + String.join("\" \"", first) + '"' + more;
    String words =
        header.stream()
            + "/"
            + header.sequence()
            + ", "
            + Text.count(header.records(), "record")
            + JournalContents.source(header.offsets())
            + preview;
    return Content.of("block", words)
        .with("stream", header.stream())
        .with("sequence", header.sequence())
        .with("records", header.records())
        .with("record_bytes", header.recordBytes())
        .with("source_offsets", header.offsets())
        .with("first_records", first);
  }

  private static Content state(ByteBuffer payload, String place) {
    StateChunk chunk = StateChunk.header(payload, place);
    if (chunk.kind() == StateChunk.Kind.CLASSES) {
      return classes(chunk, StateChunk.classes(payload, place));
    }
    long[] sums = {0, 0};
    Map<EntryKind, Long> kinds = new EnumMap<>(EntryKind.class);
    StateChunk.entries(
        payload,
        place,
        entry -> {
          sums[0] += entry.key() == null ? 0 : entry.key().remaining();
          sums[1] += entry.value() == null ? 0 : entry.value().remaining();
          kinds.merge(entry.kind(), 1L, Long::sum);
        });
    long removed = kinds.getOrDefault(EntryKind.REMOVED, 0L);
    long inPanes =
        kinds.getOrDefault(EntryKind.PANE_VALUE, 0L) + kinds.getOrDefault(EntryKind.PANE_ROW, 0L);
    String kind = chunk.kind().name().toLowerCase(Locale.ROOT);
    String base = chunk.kind() == StateChunk.Kind.DELTA ? " on " + on(chunk.previous()) : "";
    String words =
        kind
            + " of batch "
            + new BatchTime(chunk.version())
            + base
            + ", epoch "
            + chunk.epoch()
            + ", part "
            + chunk.part()
            + (chunk.last() ? " (last)" : "")
            + ", "
            + (chunk.entries() == 1 ? "1 entry" : chunk.entries() + " entries")
            + ": keys "
            + Text.bytes(sums[0])
            + ", values "
            + Text.bytes(sums[1])
            + (removed == 0 ? "" : ", " + removed + " removed")
            + (inPanes == 0 ? "" : ", " + inPanes + " in panes")
            + (kinds.containsKey(EntryKind.EVICTED) ? ", older panes evicted" : "");
    return Content.of(kind, words)
        .with("version", chunk.version())
        .with("previous", chunk.previous())
        .with("epoch", chunk.epoch())
        .with("part", chunk.part())
        .with("last", chunk.last())
        .with("entries", chunk.entries())
        .with("removed", removed)
        .with("in_panes", inPanes)
        .with("key_bytes", sums[0])
        .with("value_bytes", sums[1]);
  }

  /** A heading, then a line for each class. */
  private static Content classes(StateChunk chunk, String table) {
    List<String> lines = table.lines().skip(1).map(line -> line.replace('\t', ' ')).toList();
    String words =
        "classes of what follows, epoch "
            + chunk.epoch()
            + ": "
            + (lines.isEmpty() ? "those of the JDK" : String.join("; ", lines));
    return Content.of("classes", words).with("epoch", chunk.epoch()).with("classes", lines);
  }

  private static String on(long previous) {
    return previous == 0 ? "nothing" : Long.toString(previous);
  }
}
