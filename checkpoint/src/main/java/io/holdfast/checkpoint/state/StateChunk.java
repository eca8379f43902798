package io.holdfast.checkpoint.state;

import io.holdfast.NewerFormatException;
import io.holdfast.wal.FieldReader;
import io.holdfast.wal.FieldWriter;
import java.nio.ByteBuffer;

/**
 * One record of a state log: part of a delta or of a snapshot. The part with {@code last} set
 * completes it.
 *
 * <pre>
 *  0 1 kind (1 delta, 2 snapshot)      1 8 version: the batch      9 8 version before (delta), 0 (snapshot)
 * 17 8 epoch                          25 4 number of this part, from 0
 * 29 1 last part                      30 4 entries, each: 1 byte set/removed, key, and (set) value behind varint lengths
 * </pre>
 */
public record StateChunk(
    Kind kind, long version, long previous, long epoch, int part, boolean last, int entries) {
  static final int HEADER_BYTES = 34;
  private static final int PART_OFFSET = 25;
  private static final int ENTRIES_OFFSET = 30;

  /** What the entries of a chunk are. */
  public enum Kind {
    DELTA,
    SNAPSHOT
  }

  /** Receives the entries of a chunk in their encoded form. */
  @FunctionalInterface
  public interface EntryVisitor {
    void entry(EncodedEntry entry);
  }

  /**
   * Begins a chunk of which part number, last flag and entries are filled in by {@link #complete}.
   */
  static FieldWriter begin(Kind kind, long version, long previous, long epoch) {
    FieldWriter out = new FieldWriter(4 << 10);
    out.putByte(kind == Kind.DELTA ? 1 : 2).putLong(version).putLong(previous).putLong(epoch);
    return out.putInt(0).putByte(0).putInt(0);
  }

  static ByteBuffer complete(FieldWriter chunk, int part, boolean last, int entries) {
    chunk.setInt(PART_OFFSET, part);
    chunk.setInt(ENTRIES_OFFSET, entries);
    ByteBuffer view = chunk.view();
    view.put(ENTRIES_OFFSET - 1, (byte) (last ? 1 : 0));
    return view;
  }

  /** Reads the header only. */
  public static StateChunk header(ByteBuffer record, String location) {
    FieldReader in = new FieldReader(record, "a state record of " + location);
    int kind = in.byteValue();
    if (kind != 1 && kind != 2) {
      throw new NewerFormatException(
          location
              + " holds a state record of kind "
              + kind
              + ", written by a newer version. Use that version.");
    }
    return new StateChunk(
        kind == 1 ? Kind.DELTA : Kind.SNAPSHOT,
        in.longValue(),
        in.longValue(),
        in.longValue(),
        in.intValue(),
        in.byteValue() == 1,
        in.intValue());
  }

  /** Walks the entries without decoding keys and values. */
  public static void entries(ByteBuffer record, String location, EntryVisitor visitor) {
    StateChunk header = header(record, location);
    FieldReader in = new FieldReader(record, "a state record of " + location);
    in.raw(HEADER_BYTES);
    for (int i = 0; i < header.entries(); i++) {
      visitor.entry(entry(in, header.version(), location));
    }
    in.end();
  }

  private static EncodedEntry entry(FieldReader in, long version, String location) {
    int code = in.byteValue();
    EntryKind kind = EntryKind.of(code);
    if (kind == null) {
      throw new NewerFormatException(
          location
              + " holds a state entry of kind "
              + code
              + ", written by a newer version. Use that version.");
    }
    long time = kind.timed() ? version - in.varLong() : 0;
    ByteBuffer key = kind.keyed() ? in.raw(in.varInt()) : null;
    return new EncodedEntry(kind, time, key, kind.valued() ? in.raw(in.varInt()) : null);
  }
}
