package io.holdfast.inspection.show;

import io.holdfast.HoldfastException;
import io.holdfast.checkpoint.placed.PlacesRecord;
import io.holdfast.checkpoint.state.EncodedEntry;
import io.holdfast.checkpoint.state.EntryKind;
import io.holdfast.checkpoint.state.StateChunk;
import io.holdfast.engine.block.BlockFormat;
import io.holdfast.engine.journal.JournalCodec;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.ExecutorRecords;
import io.holdfast.inspection.LogKind;
import io.holdfast.inspection.Text;
import io.holdfast.inspection.payload.PayloadDecoder.Role;
import io.holdfast.inspection.payload.Payloads;
import io.holdfast.stream.BatchTime;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Decodes the records of one log in order, as far as may be without the job's classes. Keeps in
 * mind the class table of a state log, under which what follows it was written. Used by one thread.
 */
public final class RecordContents {
  private static final int FIRST = 3;

  private final LogKind kind;
  private final String name;
  private final Payloads payloads;
  private Payloads.Values values;

  /**
   * Contents of the records of a log.
   *
   * @param name of the log: for a state log that of the state
   * @param classTable under which keys and values were written if no record says so before them
   */
  public RecordContents(LogKind kind, String name, Payloads payloads, String classTable) {
    this.kind = kind;
    this.name = name;
    this.payloads = payloads;
    this.values = payloads.values(classTable);
  }

  /**
   * What a record says. Never throws for what it holds: a record that cannot be decoded says so.
   *
   * @param place names the record, for errors
   */
  public Content of(ByteBuffer payload, String place) {
    try {
      return switch (kind) {
        case JOURNAL -> JournalContents.of(JournalCodec.decode(payload, place));
        case DATA -> block(payload, place);
        case STATE -> state(payload, place);
        case PLACES -> PlacesContents.of(PlacesRecord.decode(payload, place), shownParts());
        case EXECUTOR ->
            ExecutorRecords.isChunk(payload) ? state(payload, place) : block(payload, place);
        case UNKNOWN -> Content.of("bytes", payloads.record(name, payload));
      };
    } catch (HoldfastException e) {
      return undecodable(e.getMessage());
    }
  }

  private int shownParts() {
    return payloads.full() ? Integer.MAX_VALUE : FIRST;
  }

  /** Keeps in mind what a record says of those behind it. */
  void learn(ByteBuffer payload) {
    try {
      if (StateChunk.header(payload, name).kind() == StateChunk.Kind.CLASSES) {
        values = payloads.values(StateChunk.classes(payload, name));
      }
    } catch (HoldfastException e) {
      // It says nothing; that it cannot be decoded is said where it is shown.
    }
  }

  private static Content undecodable(String why) {
    return Content.of("undecodable", "CANNOT BE DECODED: " + why).with("reason", why);
  }

  private Content block(ByteBuffer payload, String place) {
    BlockFormat.Header header = BlockFormat.header(payload, place);
    List<String> shown = new ArrayList<>();
    BlockFormat.forEachEncoded(
        payload,
        place,
        record -> {
          if (payloads.full() || shown.size() < FIRST) {
            shown.add(payloads.record(header.stream(), record));
          }
        });
    String words =
        header.stream()
            + "/"
            + header.sequence()
            + ", "
            + Text.count(header.records(), "record")
            + JournalContents.source(header.offsets())
            + list(shown, header.records(), " ");
    return Content.of("block", words)
        .with("stream", header.stream())
        .with("sequence", header.sequence())
        .with("records", header.records())
        .with("record_bytes", header.recordBytes())
        .with("source_offsets", header.offsets())
        .with("shown_records", shown);
  }

  /** Behind the rest of the line, or each on a line of its own if all are shown. */
  private String list(List<String> shown, long all, String between) {
    if (shown.isEmpty()) {
      return "";
    }
    String separator = payloads.full() ? "\n" + " ".repeat(14) : between;
    return ":"
        + (payloads.full() ? separator : " ")
        + String.join(separator, shown)
        + (all > shown.size() ? " …" : "");
  }

  private Content state(ByteBuffer payload, String place) {
    StateChunk chunk = StateChunk.header(payload, place);
    if (chunk.kind() == StateChunk.Kind.CLASSES) {
      String table = StateChunk.classes(payload, place);
      values = payloads.values(table);
      return classes(chunk, table);
    }
    Entries entries = new Entries();
    StateChunk.entries(payload, place, entries::add);
    String kindOfChunk = chunk.kind().name().toLowerCase(Locale.ROOT);
    String base = chunk.kind() == StateChunk.Kind.DELTA ? " on " + on(chunk.previous()) : "";
    String words =
        kindOfChunk
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
            + entries.words()
            + list(entries.words, chunk.entries(), ", ");
    return entries.fields(
        Content.of(kindOfChunk, words)
            .with("version", chunk.version())
            .with("previous", chunk.previous())
            .with("epoch", chunk.epoch())
            .with("part", chunk.part())
            .with("last", chunk.last())
            .with("entries", chunk.entries()));
  }

  /** What the entries of a part amount to, and the first of them. */
  private final class Entries {
    private final Map<EntryKind, Long> kinds = new EnumMap<>(EntryKind.class);
    private final List<String> words = new ArrayList<>();
    private final List<Map<String, Object>> shown = new ArrayList<>();
    private long keyBytes;
    private long valueBytes;

    void add(EncodedEntry entry) {
      keyBytes += entry.key() == null ? 0 : entry.key().remaining();
      valueBytes += entry.value() == null ? 0 : entry.value().remaining();
      kinds.merge(entry.kind(), 1L, Long::sum);
      if (payloads.full() || shown.size() < FIRST) {
        show(entry);
      }
    }

    private void show(EncodedEntry entry) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("kind", entry.kind().name().toLowerCase(Locale.ROOT));
      StringBuilder text = new StringBuilder();
      if (entry.kind().timed()) {
        fields.put("time", entry.timeMillis());
      }
      if (entry.key() != null) {
        String key = values.show(Role.KEY, name, entry.key());
        fields.put("key", key);
        text.append(key).append(entry.value() == null ? "" : " = ");
      }
      if (entry.value() != null) {
        String value = values.show(Role.VALUE, name, entry.value());
        fields.put("value", value);
        text.append(value);
      }
      switch (entry.kind()) {
        case REMOVED -> text.append(" removed");
        case EVICTED -> text.append("panes until ").append(entry.timeMillis()).append(" evicted");
        case TOUCHED -> text.append(" (touched ").append(entry.timeMillis()).append(')');
        case PANE_VALUE, PANE_ROW -> text.append(" (pane ").append(entry.timeMillis()).append(')');
        case SET -> {}
      }
      words.add(text.toString());
      shown.add(fields);
    }

    String words() {
      long removed = of(EntryKind.REMOVED);
      long inPanes = of(EntryKind.PANE_VALUE) + of(EntryKind.PANE_ROW);
      return ", keys "
          + Text.bytes(keyBytes)
          + ", values "
          + Text.bytes(valueBytes)
          + (removed == 0 ? "" : ", " + removed + " removed")
          + (inPanes == 0 ? "" : ", " + inPanes + " in panes")
          + (kinds.containsKey(EntryKind.EVICTED) ? ", older panes evicted" : "");
    }

    Content fields(Content content) {
      return content
          .with("removed", of(EntryKind.REMOVED))
          .with("in_panes", of(EntryKind.PANE_VALUE) + of(EntryKind.PANE_ROW))
          .with("key_bytes", keyBytes)
          .with("value_bytes", valueBytes)
          .with("shown_entries", shown);
    }

    private long of(EntryKind entries) {
      return kinds.getOrDefault(entries, 0L);
    }
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
