package io.holdfast.benchmarks.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.rocksdb.CompactionOptionsFIFO;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

/**
 * RocksDB's log with sync: each put waits until its group is in the log and forced. Everything
 * about the log is RocksDB's default (its files are preallocated). The tables behind it are kept
 * out of the way: a memory table of {@value #MEMTABLE_BYTES} bytes, so that short runs never write
 * one out; no compression; compaction FIFO, which only deletes. Copying the record to the memory
 * table stays, because no put goes without.
 */
final class RocksLog implements LogUnderTest {
  private static final long MEMTABLE_BYTES = 1L << 30;

  static {
    RocksDB.loadLibrary();
  }

  private final CompactionOptionsFIFO fifo =
      new CompactionOptionsFIFO().setMaxTableFilesSize(MEMTABLE_BYTES);
  private final Options options =
      new Options()
          .setCreateIfMissing(true)
          .setWriteBufferSize(MEMTABLE_BYTES)
          .setMaxWriteBufferNumber(2)
          .setCompressionType(CompressionType.NO_COMPRESSION)
          .setCompactionStyle(CompactionStyle.FIFO)
          .setCompactionOptionsFIFO(fifo);
  private final WriteOptions write = new WriteOptions().setSync(true);
  private final AtomicLong key = new AtomicLong();
  private final RocksDB database;

  RocksLog(Path directory) throws IOException {
    try {
      database = RocksDB.open(options, directory.toString());
    } catch (RocksDBException e) {
      throw new IOException("opening RocksDB in " + directory, e);
    }
  }

  @Override
  public void append(ByteBuffer payload) throws RocksDBException {
    byte[] number = new byte[Long.BYTES];
    ByteBuffer.wrap(number).putLong(key.getAndIncrement());
    database.put(write, number, payload.array());
  }

  long records() throws RocksDBException {
    return database.getLatestSequenceNumber();
  }

  @Override
  public void close() {
    database.close();
    write.close();
    options.close();
    fifo.close();
  }
}
