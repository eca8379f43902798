package io.holdfast.checkpoint.placed;

import io.holdfast.NewerFormatException;
import io.holdfast.wal.FieldReader;
import io.holdfast.wal.FieldWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * One record of the log that says where a state lies.
 *
 * <pre>
 * 1 kind (1 batch, 2 all)   varint version: the batch   varint version that it builds on
 * varint epoch   varint number of tables of classes   their texts
 * varint number of parts   of each: varint number of its table, the part
 * </pre>
 *
 * @param previous the version that a batch builds on, also one that has written everything; of
 *     everything that was written beside batches the same as {@code version}
 */
public record PlacesRecord(Kind kind, long version, long previous, long epoch, List<Placed> parts) {

  /** What a record is. */
  public enum Kind {
    /** What one batch has changed. */
    BATCH(1),
    /** All that leads to a version. */
    ALL(2);

    private final int code;

    Kind(int code) {
      this.code = code;
    }
  }

  /**
   * A part and how it is written.
   *
   * @param classes as the state's codec has them
   */
  public record Placed(PartitionPart part, String classes) {}

  public PlacesRecord {
    parts = List.copyOf(parts);
  }

  /** Whether a batch has written it. */
  public boolean isOfBatch() {
    return previous < version;
  }

  ByteBuffer encode() {
    FieldWriter out = new FieldWriter(256);
    out.putByte(kind.code).putVarLong(version).putVarLong(previous).putVarLong(epoch);
    List<String> tables = parts.stream().map(Placed::classes).distinct().toList();
    out.putVarInt(tables.size());
    tables.forEach(out::putString);
    out.putVarInt(parts.size());
    for (Placed placed : parts) {
      out.putVarInt(tables.indexOf(placed.classes()));
      placed.part().writeTo(out);
    }
    return out.view();
  }

  /**
   * Reads a record.
   *
   * @param location of its log, for errors
   */
  public static PlacesRecord decode(ByteBuffer record, String location) {
    FieldReader in = new FieldReader(record, "a record of " + location);
    int code = in.byteValue();
    if (code != Kind.BATCH.code && code != Kind.ALL.code) {
      throw new NewerFormatException(
          location
              + " holds a record of kind "
              + code
              + ", written by a newer version. Use that version.");
    }
    long version = in.varLong();
    long previous = in.varLong();
    long epoch = in.varLong();
    List<String> tables = new ArrayList<>();
    for (int i = in.count(1); i > 0; i--) {
      tables.add(in.string());
    }
    List<Placed> parts = new ArrayList<>();
    for (int i = in.count(8); i > 0; i--) {
      int table = in.varInt();
      if (table < 0 || table >= tables.size()) {
        throw in.damaged("a part names table " + table + " of " + tables.size());
      }
      parts.add(new Placed(PartitionPart.readFrom(in), tables.get(table)));
    }
    in.end();
    Kind kind = code == Kind.BATCH.code ? Kind.BATCH : Kind.ALL;
    return new PlacesRecord(kind, version, previous, epoch, parts);
  }
}
