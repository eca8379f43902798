package io.holdfast.engine.block;

import io.holdfast.source.RecordCodec;
import io.holdfast.wal.FieldReader;
import io.holdfast.wal.FieldWriter;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The bytes of a block, as they lie in the data log: a header that says what it is, then each
 * record behind its length.
 *
 * <pre>
 * 1 byte version 1 · stream name · sequence · records · offsets (count, then partition and position of each)
 * fixed 4 bytes: length of the records section · records: varint length, bytes
 * </pre>
 */
public final class BlockFormat {
  private static final int VERSION = 1;

  private BlockFormat() {}

  /** What a block says of itself. */
  public record Header(
      String stream, long sequence, long records, Map<String, Long> offsets, int recordBytes) {}

  /** Puts the header before records that were framed already. */
  public static ByteBuffer assemble(Header header, FieldWriter records) {
    FieldWriter out = new FieldWriter(records.sizeBytes() + 128);
    out.putByte(VERSION)
        .putString(header.stream())
        .putVarLong(header.sequence())
        .putVarLong(header.records());
    out.putVarInt(header.offsets().size());
    header
        .offsets()
        .forEach((partition, position) -> out.putString(partition).putVarLong(position));
    out.putInt(records.sizeBytes()).putRaw(records.view().array(), 0, records.sizeBytes());
    return out.view();
  }

  public static Header header(ByteBuffer block, String place) {
    return header(new FieldReader(block, place));
  }

  private static Header header(FieldReader in) {
    int version = in.byteValue();
    if (version != VERSION) {
      throw in.damaged("its block version is " + version);
    }
    String stream = in.string();
    long sequence = in.varLong();
    long records = in.varLong();
    Map<String, Long> offsets = new TreeMap<>();
    for (int i = in.count(2); i > 0; i--) {
      offsets.put(in.string(), in.varLong());
    }
    return new Header(stream, sequence, records, offsets, in.intValue());
  }

  /**
   * Walks the records of a block in their encoded form and checks that they are as many as it says.
   *
   * @param action gets a view that is valid during the call
   * @throws io.holdfast.DamageException if the block is not what {@link #assemble} makes
   */
  public static void forEachEncoded(ByteBuffer block, String place, Consumer<ByteBuffer> action) {
    FieldReader in = new FieldReader(block, place);
    Header header = header(in);
    FieldReader records = new FieldReader(in.raw(header.recordBytes()), "the records of " + place);
    in.end();
    for (long i = 0; i < header.records(); i++) {
      action.accept(records.raw(records.varInt()));
    }
    records.end();
  }

  /** Decodes every record of a block; the bytes were verified when they were read. */
  public static <T> void forEach(
      ByteBuffer block, RecordCodec<T> codec, Consumer<? super T> action) {
    FieldReader in = new FieldReader(block, "a block");
    Header header = header(in);
    ByteBuffer records = in.raw(header.recordBytes());
    byte[] bytes = records.array();
    int at = records.arrayOffset() + records.position();
    int end = at + records.remaining();
    while (at < end) {
      int length = 0;
      byte next;
      int shift = 0;
      do {
        next = bytes[at++];
        length |= (next & 0x7F) << shift;
        shift += 7;
      } while (next < 0);
      action.accept(codec.decode(bytes, at, length));
      at += length;
    }
  }
}
