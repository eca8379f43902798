package io.holdfast.engine.journal;

import io.holdfast.engine.journal.BlockLocation.InLog;
import io.holdfast.engine.journal.BlockLocation.InMemory;
import io.holdfast.engine.journal.BlockLocation.InSource;
import io.holdfast.source.SourceRange;
import io.holdfast.wal.FieldReader;
import io.holdfast.wal.FieldWriter;
import io.holdfast.wal.LogHandle;

/**
 * The bytes of a block's metadata, in the journal and in checkpoints. A block in a data log begins
 * its location with the log's name; no log has an empty one, so an empty name says that a byte with
 * the kind of the location follows.
 */
public final class BlockCodec {
  private static final String ELSEWHERE = "";
  private static final int IN_SOURCE = 1;
  private static final int IN_MEMORY = 2;

  private BlockCodec() {}

  /** Appends a block. */
  public static void write(FieldWriter out, ReceivedBlock block) {
    out.putString(block.stream()).putVarLong(block.sequence()).putVarLong(block.records());
    if (block.location() instanceof InLog log) {
      log.handle().writeTo(out.putString(log.log()));
    } else if (block.location() instanceof InSource source) {
      SourceRange range = source.range();
      out.putString(ELSEWHERE)
          .putByte(IN_SOURCE)
          .putString(range.partition())
          .putVarLong(range.from())
          .putVarLong(range.until())
          .putVarLong(range.lengthBytes())
          .putInt(range.check());
    } else if (block.location() instanceof InMemory memory) {
      out.putString(ELSEWHERE)
          .putByte(IN_MEMORY)
          .putVarLong(memory.epoch())
          .putVarLong(memory.lengthBytes());
    }
    JournalCodec.writeMap(out, block.offsets());
  }

  /** Reads what {@link #write} has appended. */
  public static ReceivedBlock read(FieldReader in) {
    String stream = in.string();
    long sequence = in.varLong();
    long records = in.varLong();
    return new ReceivedBlock(
        stream, sequence, records, location(in, records), JournalCodec.readMap(in));
  }

  private static BlockLocation location(FieldReader in, long records) {
    String log = in.string();
    if (!log.equals(ELSEWHERE)) {
      return new InLog(log, LogHandle.readFrom(in));
    }
    int kind = in.byteValue();
    return switch (kind) {
      case IN_SOURCE -> new InSource(range(in, records));
      case IN_MEMORY -> new InMemory(in.varLong(), in.varLong());
      default -> throw in.damaged("a block lies in the unknown kind of place " + kind);
    };
  }

  private static SourceRange range(FieldReader in, long records) {
    return new SourceRange(
        in.string(), in.varLong(), in.varLong(), records, in.varLong(), in.intValue());
  }
}
