package io.holdfast.checkpoint.state;

import io.holdfast.NewerFormatException;
import io.holdfast.wal.FieldReader;
import io.holdfast.wal.FieldWriter;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * One record of a state log: part of a delta or of a snapshot, of which the part with {@code last}
 * set completes it; or the classes that the records behind it are written with.
 *
 * <pre>
 *  0 1 kind (1 delta, 2 snapshot, 3 classes)   1 8 version: the batch, 0 (classes)
 *  9 8 version before (delta), when it began   17 8 epoch
 *      (snapshot), 0
 * 25 4 number of this part, from 0             29 1 last part
 * 30 4 entries                                 34   entries; the text of the classes
 * </pre>
 *
 * @param version of a part of a snapshot: behind which batch its values are so
 * @param previous of a part of a snapshot: the version at which the snapshot began
 */
public record StateChunk(
    Kind kind, long version, long previous, long epoch, int part, boolean last, int entries) {
  static final int HEADER_BYTES = 34;
  private static final int PART_OFFSET = 25;
  private static final int ENTRIES_OFFSET = 30;

  /** What a chunk is. */
  public enum Kind {
    DELTA(1),
    SNAPSHOT(2),
    CLASSES(3);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    private static Kind of(int code) {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      return null;
    }
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
    out.putByte(kind.code).putLong(version).putLong(previous).putLong(epoch);
    return out.putInt(0).putByte(0).putInt(0);
  }

  static ByteBuffer complete(FieldWriter chunk, int part, boolean last, int entries) {
    chunk.setInt(PART_OFFSET, part);
    chunk.setInt(ENTRIES_OFFSET, entries);
    ByteBuffer view = chunk.view();
    view.put(ENTRIES_OFFSET - 1, (byte) (last ? 1 : 0));
    return view;
  }

  /**
   * A record of entries that are encoded already, for tools.
   *
   * @param header its number of entries is not looked at
   */
  public static ByteBuffer encode(StateChunk header, List<EncodedEntry> entries) {
    FieldWriter out = begin(header.kind, header.version, header.previous, header.epoch);
    for (EncodedEntry entry : entries) {
      EntryKind kind = entry.kind();
      out.putByte(kind.code());
      if (kind.timed()) {
        out.putVarLong(header.version - entry.timeMillis());
      }
      put(out, entry.key());
      put(out, entry.value());
    }
    return complete(out, header.part, header.last, entries.size());
  }

  private static void put(FieldWriter out, ByteBuffer bytes) {
    if (bytes != null) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      out.putBytes(copy);
    }
  }

  /** The record that says how what follows it is written. */
  public static ByteBuffer classes(String classes, long epoch) {
    return complete(begin(Kind.CLASSES, 0, 0, epoch).putString(classes), 0, true, 0);
  }

  /** The text of a record of {@link Kind#CLASSES}. */
  public static String classes(ByteBuffer record, String location) {
    FieldReader in = new FieldReader(record, "a state record of " + location);
    in.raw(HEADER_BYTES);
    String classes = in.string();
    in.end();
    return classes;
  }

  /** Reads the header only. */
  public static StateChunk header(ByteBuffer record, String location) {
    FieldReader in = new FieldReader(record, "a state record of " + location);
    int code = in.byteValue();
    Kind kind = Kind.of(code);
    if (kind == null) {
      throw new NewerFormatException(
          location
              + " holds a state record of kind "
              + code
              + ", written by a newer version. Use that version.");
    }
    return new StateChunk(
        kind,
        in.longValue(),
        in.longValue(),
        in.longValue(),
        in.intValue(),
        in.byteValue() == 1,
        in.intValue());
  }

  /** Walks the entries without decoding keys and values; classes have none. */
  public static void entries(ByteBuffer record, String location, EntryVisitor visitor) {
    StateChunk header = header(record, location);
    if (header.kind() == Kind.CLASSES) {
      return;
    }
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
