package io.holdfast.engine.journal;

import io.holdfast.engine.journal.JournalEvent.BatchAllocated;
import io.holdfast.engine.journal.JournalEvent.BatchCompleted;
import io.holdfast.engine.journal.JournalEvent.BlockAdded;
import io.holdfast.engine.journal.JournalEvent.BlockRange;
import io.holdfast.engine.journal.JournalEvent.EpochStarted;
import io.holdfast.engine.journal.JournalEvent.Released;
import io.holdfast.stream.BatchTime;
import io.holdfast.wal.FieldReader;
import io.holdfast.wal.FieldWriter;
import io.holdfast.wal.LogHandle;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The bytes of journal events: a type byte, then the fields in order. Nothing of the job's classes
 * is in them.
 */
public final class JournalCodec {
  private static final int EPOCH_STARTED = 1;
  private static final int BLOCK_ADDED = 2;
  private static final int BATCH_ALLOCATED = 3;
  private static final int BATCH_COMPLETED = 4;
  private static final int RELEASED = 5;

  private JournalCodec() {}

  public static ByteBuffer encode(JournalEvent event) {
    FieldWriter out = new FieldWriter(96);
    if (event instanceof EpochStarted e) {
      out.putByte(EPOCH_STARTED)
          .putVarLong(e.epoch())
          .putVarLong(e.startedMillis())
          .putString(e.by());
    } else if (event instanceof BlockAdded e) {
      writeBlock(out.putByte(BLOCK_ADDED), e.block());
    } else if (event instanceof BatchAllocated e) {
      out.putByte(BATCH_ALLOCATED).putVarLong(e.time().epochMillis()).putVarInt(e.ranges().size());
      e.ranges().forEach(r -> out.putString(r.stream()).putVarLong(r.first()).putVarLong(r.last()));
    } else if (event instanceof BatchCompleted e) {
      out.putByte(BATCH_COMPLETED)
          .putVarLong(e.time().epochMillis())
          .putVarLong(e.epoch())
          .putVarLong(e.records());
      writeStrings(out, e.states());
    } else if (event instanceof Released e) {
      writeStrings(out.putByte(RELEASED), e.checkpoints());
      writeMap(out, e.logs());
    }
    return out.view();
  }

  /**
   * Decodes one event.
   *
   * @param place names the record, for errors
   */
  public static JournalEvent decode(ByteBuffer record, String place) {
    FieldReader in = new FieldReader(record, place);
    int type = in.byteValue();
    JournalEvent event =
        switch (type) {
          case EPOCH_STARTED -> new EpochStarted(in.varLong(), in.varLong(), in.string());
          case BLOCK_ADDED -> new BlockAdded(readBlock(in));
          case BATCH_ALLOCATED -> new BatchAllocated(new BatchTime(in.varLong()), readRanges(in));
          case BATCH_COMPLETED ->
              new BatchCompleted(
                  new BatchTime(in.varLong()), in.varLong(), in.varLong(), readStrings(in));
          case RELEASED -> new Released(readStrings(in), readMap(in));
          default -> throw in.damaged("it has the unknown event type " + type);
        };
    in.end();
    return event;
  }

  static void writeBlock(FieldWriter out, ReceivedBlock block) {
    out.putString(block.stream()).putVarLong(block.sequence()).putVarLong(block.records());
    out.putString(block.log());
    block.handle().writeTo(out);
    writeMap(out, block.offsets());
  }

  static ReceivedBlock readBlock(FieldReader in) {
    return new ReceivedBlock(
        in.string(), in.varLong(), in.varLong(), in.string(), LogHandle.readFrom(in), readMap(in));
  }

  static void writeMap(FieldWriter out, Map<String, Long> map) {
    out.putVarInt(map.size());
    map.forEach((key, value) -> out.putString(key).putVarLong(value));
  }

  static Map<String, Long> readMap(FieldReader in) {
    Map<String, Long> map = new TreeMap<>();
    for (int i = in.count(2); i > 0; i--) {
      map.put(in.string(), in.varLong());
    }
    return map;
  }

  static void writeStrings(FieldWriter out, List<String> strings) {
    out.putVarInt(strings.size());
    strings.forEach(out::putString);
  }

  static List<String> readStrings(FieldReader in) {
    List<String> strings = new ArrayList<>();
    for (int i = in.count(1); i > 0; i--) {
      strings.add(in.string());
    }
    return strings;
  }

  private static List<BlockRange> readRanges(FieldReader in) {
    List<BlockRange> ranges = new ArrayList<>();
    for (int i = in.count(3); i > 0; i--) {
      ranges.add(new BlockRange(in.string(), in.varLong(), in.varLong()));
    }
    return ranges;
  }
}
