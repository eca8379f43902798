package io.holdfast.sink;

import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * Files of length-prefixed rows that say by which codec they were written and whether they are
 * whole. Specified in {@code docs/formats/object-file.md}.
 *
 * @param codec makes bytes of a row
 * @param <T> rows
 */
public record ObjectFile<T>(RowCodec<T> codec) implements FileEncoding<T> {
  static final String EXTENSION = ".hfo";
  static final long MAGIC = 0x0A1A_0A0D_4F46_4889L;
  static final int MAJOR = 1;
  static final int MINOR = 0;
  static final int FIXED_HEADER_BYTES = 20;
  static final int CRC_BYTES = 4;

  /** The end mark, the number of rows and the checksum. */
  static final int TRAILER_BYTES = 1 + 8 + CRC_BYTES;

  @Override
  public RowWriter<T> begin(StagedFile file) {
    return new Rows(file.create(EXTENSION));
  }

  @Override
  public void read(String name, StorageReader file, Consumer<String> rows) {
    objects(file, row -> rows.accept(codec.text(row)));
  }

  /**
   * Reads one file, wherever it comes from. It is verified from its first byte to its last before
   * the first row is decoded.
   *
   * @param rows is given each row, in the order in which they were written
   * @throws io.holdfast.DamageException if the bytes are not what was written
   * @throws io.holdfast.NewerFormatException if a newer version has written them
   * @throws io.holdfast.DriftException if they were written by another codec, or with classes that
   *     are not those of this one
   */
  public void objects(StorageReader file, Consumer<T> rows) {
    new ObjectFileReader(file).read(codec, rows);
  }

  static byte[] header(RowCodec<?> codec) {
    byte[] name = codec.name().getBytes(StandardCharsets.UTF_8);
    byte[] schema = codec.schema().getBytes(StandardCharsets.UTF_8);
    int length = FIXED_HEADER_BYTES + name.length + schema.length + CRC_BYTES;
    ByteBuffer header = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(MAGIC).putShort((short) MAJOR).putShort((short) MINOR).putInt(length);
    header.putInt(name.length).put(name).put(schema);
    return header.putInt(crc(header.array(), length - CRC_BYTES)).array();
  }

  static int crc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  /** Writes one file. */
  private final class Rows implements RowWriter<T> {
    private final StagedStream out;
    private final CRC32C crc = new CRC32C();
    private final byte[] number = new byte[TRAILER_BYTES];
    private long rows;

    Rows(StagedStream out) {
      this.out = out;
      byte[] header = header(codec);
      put(header, header.length);
    }

    @Override
    public void write(T row) {
      byte[] bytes = codec.encode(row);
      putVarLong(bytes.length + 1L);
      put(bytes, bytes.length);
      rows++;
    }

    @Override
    public void finish() {
      putVarLong(0);
      ByteBuffer end = ByteBuffer.wrap(number).order(ByteOrder.LITTLE_ENDIAN);
      put(end.putLong(0, rows).array(), 8);
      out.write(end.putInt(0, (int) crc.getValue()).array(), 0, CRC_BYTES);
      out.close();
    }

    private void putVarLong(long value) {
      int length = 0;
      for (long rest = value; ; rest >>>= 7) {
        boolean last = (rest & ~0x7FL) == 0;
        number[length++] = (byte) (last ? rest : (rest & 0x7F) | 0x80);
        if (last) {
          break;
        }
      }
      put(number, length);
    }

    private void put(byte[] bytes, int length) {
      crc.update(bytes, 0, length);
      out.write(bytes, 0, length);
    }
  }
}
