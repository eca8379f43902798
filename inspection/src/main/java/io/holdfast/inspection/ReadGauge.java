package io.holdfast.inspection;

import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.ForwardingStorage;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** A storage that counts what is read of it, for progress. Safe for use by any thread. */
public final class ReadGauge extends ForwardingStorage {
  private final LongAdder read;

  /** Counts from 0 on. */
  public ReadGauge(Storage storage) {
    this(storage, new LongAdder());
  }

  private ReadGauge(Storage storage, LongAdder read) {
    super(storage);
    this.read = read;
  }

  /** Bytes that were read so far; more than there are where something is read twice. */
  public long readBytes() {
    return read.sum();
  }

  /** The length of a file, or of all files in a directory and below it. */
  public static long lengthBytes(Storage storage, String path) {
    for (FileStatus entry : storage.list(StoragePath.parent(path))) {
      if (!entry.directory()
          && StoragePath.join(StoragePath.parent(path), entry.name()).equals(path)) {
        return entry.lengthBytes();
      }
    }
    long length = 0;
    for (FileStatus entry : storage.list(path)) {
      length +=
          entry.directory()
              ? lengthBytes(storage, StoragePath.join(path, entry.name()))
              : entry.lengthBytes();
    }
    return length;
  }

  @Override
  public Storage directory(String path) {
    return new ReadGauge(inner().directory(path), read);
  }

  @Override
  public StorageReader open(String path) {
    return new CountingReader(inner().open(path));
  }

  private final class CountingReader implements StorageReader {
    private final StorageReader file;

    CountingReader(StorageReader file) {
      this.file = file;
    }

    @Override
    public String location() {
      return file.location();
    }

    @Override
    public long length() {
      return file.length();
    }

    @Override
    public int read(long position, ByteBuffer target) {
      int count = file.read(position, target);
      read.add(count);
      return count;
    }

    @Override
    public List<StorageReader> copies() {
      List<StorageReader> copies = file.copies();
      return copies.size() == 1
          ? List.of(this)
          : copies.stream().<StorageReader>map(CountingReader::new).toList();
    }

    @Override
    public void close() {
      file.close();
    }
  }
}
