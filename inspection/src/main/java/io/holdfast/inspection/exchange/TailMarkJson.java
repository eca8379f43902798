package io.holdfast.inspection.exchange;

import io.holdfast.wal.LogId;
import io.holdfast.wal.ReadWindow;
import io.holdfast.wal.TailMark;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The hint on the end of a log as lines: each slot that verifies, and what else is there. */
final class TailMarkJson {
  private TailMarkJson() {}

  static void write(ReadWindow window, long length, Consumer<Map<String, Object>> out) {
    RawBytes raw = new RawBytes(out, "");
    long at = 0;
    for (int start = 0; start <= TailMark.SLOT_DISTANCE; start += TailMark.SLOT_DISTANCE) {
      if (start + TailMark.SLOT_BYTES > length) {
        break;
      }
      ByteBuffer bytes = window.at(start, TailMark.SLOT_BYTES);
      Optional<TailMark.Slot> slot =
          TailMark.slot(bytes).filter(s -> s.mark().encode(s.logId()).equals(bytes));
      if (slot.isPresent()) {
        raw.write(window, at, start);
        out.accept(line(slot.get()));
        at = (long) start + TailMark.SLOT_BYTES;
      }
    }
    raw.write(window, at, length);
  }

  private static Map<String, Object> line(TailMark.Slot slot) {
    Map<String, Object> line = Fields.of("type", "tail_mark");
    line.put("log", slot.logId().toString());
    line.put("epoch", slot.mark().epoch());
    line.put("segment", slot.mark().segment());
    line.put("durable_lsn", slot.mark().durableLsn());
    line.put("segment_offset", slot.mark().offset());
    return line;
  }

  static ByteBuffer encode(Fields line) {
    TailMark mark =
        new TailMark(
            line.number("epoch"),
            line.number("segment"),
            line.number("durable_lsn"),
            line.number("segment_offset"));
    return mark.encode(logId(line));
  }

  static LogId logId(Fields line) {
    var id = line.uuid("log");
    return new LogId(id.getMostSignificantBits(), id.getLeastSignificantBits());
  }
}
