package io.holdfast.engine.journal;

import io.holdfast.engine.journal.JournalEvent.BatchAllocated;
import io.holdfast.engine.journal.JournalEvent.BatchCompleted;
import io.holdfast.engine.journal.JournalEvent.BlockAdded;
import io.holdfast.engine.journal.JournalEvent.BlockRange;
import io.holdfast.engine.journal.JournalEvent.BlocksLost;
import io.holdfast.engine.journal.JournalEvent.EpochStarted;
import io.holdfast.engine.journal.JournalEvent.Loss;
import io.holdfast.engine.journal.JournalEvent.Released;
import io.holdfast.stream.BatchTime;
import io.holdfast.wal.FieldReader;
import io.holdfast.wal.FieldWriter;
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
  private static final int BLOCK_ADDED_ELSEWHERE = 6;
  private static final int BLOCKS_LOST = 7;

  private JournalCodec() {}

  public static ByteBuffer encode(JournalEvent event) {
    FieldWriter out = new FieldWriter(96);
    if (event instanceof EpochStarted e) {
      out.putByte(EPOCH_STARTED)
          .putVarLong(e.epoch())
          .putVarLong(e.startedMillis())
          .putString(e.by());
    } else if (event instanceof BlockAdded e) {
      boolean inLog = e.block().inLog().isPresent();
      BlockCodec.write(out.putByte(inLog ? BLOCK_ADDED : BLOCK_ADDED_ELSEWHERE), e.block());
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
    } else if (event instanceof BlocksLost e) {
      writeLosses(out.putByte(BLOCKS_LOST).putVarLong(e.epoch()), e.losses());
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
          case BLOCK_ADDED, BLOCK_ADDED_ELSEWHERE -> new BlockAdded(BlockCodec.read(in));
          case BATCH_ALLOCATED -> new BatchAllocated(new BatchTime(in.varLong()), readRanges(in));
          case BATCH_COMPLETED ->
              new BatchCompleted(
                  new BatchTime(in.varLong()), in.varLong(), in.varLong(), readStrings(in));
          case RELEASED -> new Released(readStrings(in), readMap(in));
          case BLOCKS_LOST -> new BlocksLost(in.varLong(), readLosses(in));
          default -> throw in.damaged("it has the unknown event type " + type);
        };
    in.end();
    return event;
  }

  /** Appends a map; canonical if it is sorted. */
  public static void writeMap(FieldWriter out, Map<String, Long> map) {
    out.putVarInt(map.size());
    map.forEach((key, value) -> out.putString(key).putVarLong(value));
  }

  /** Reads a map. */
  public static Map<String, Long> readMap(FieldReader in) {
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

  /** Appends losses. */
  public static void writeLosses(FieldWriter out, List<Loss> losses) {
    out.putVarInt(losses.size());
    losses.forEach(
        loss -> out.putString(loss.stream()).putVarLong(loss.blocks()).putVarLong(loss.records()));
  }

  /** Reads losses. */
  public static List<Loss> readLosses(FieldReader in) {
    List<Loss> losses = new ArrayList<>();
    for (int i = in.count(3); i > 0; i--) {
      losses.add(new Loss(in.string(), in.varLong(), in.varLong()));
    }
    return losses;
  }

  private static List<BlockRange> readRanges(FieldReader in) {
    List<BlockRange> ranges = new ArrayList<>();
    for (int i = in.count(3); i > 0; i--) {
      ranges.add(new BlockRange(in.string(), in.varLong(), in.varLong()));
    }
    return ranges;
  }
}
