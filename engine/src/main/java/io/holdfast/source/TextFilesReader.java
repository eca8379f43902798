package io.holdfast.source;

import io.holdfast.wal.storage.FileMissingException;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/** Reads lines of files where they lie. The check of a range is the CRC32C of its bytes. */
final class TextFilesReader implements DirectReader<String> {
  private static final String WAY_OUT = "; a file stays as it is until it is processed";

  private final Storage directory;
  private final Map<String, Long> lengths = new HashMap<>();
  private final Map<String, Long> given = new HashMap<>();

  TextFilesReader(Storage directory) {
    this.directory = directory;
  }

  @Override
  public Map<String, Long> partitions() throws IOException {
    if (!directory.exists("")) {
      throw new IOException("the directory " + directory.location() + " does not exist");
    }
    Map<String, Long> files = new TreeMap<>();
    Map<String, Long> before = new TreeMap<>(lengths);
    lengths.clear();
    for (FileStatus file : directory.list("")) {
      if (!file.directory() && !InputFiles.hidden(file.name())) {
        files.put(file.name(), 0L);
        lengths.put(file.name(), file.lengthBytes());
      }
    }
    for (Map.Entry<String, Long> file : before.entrySet()) {
      if (!files.containsKey(file.getKey())) {
        requireRead(file.getKey(), file.getValue());
      }
    }
    return files;
  }

  private void requireRead(String name, long length) throws RecordsGoneException {
    long read = given.getOrDefault(name, 0L);
    given.remove(name);
    if (read < length) {
      throw new RecordsGoneException(
          name, read, length, place(name) + " was taken away before all of it was read" + WAY_OUT);
    }
  }

  @Override
  public Optional<SourceRange> next(String name, long from, Limit limit) throws IOException {
    long length = lengths.getOrDefault(name, 0L);
    given.put(name, from);
    if (from > length) {
      throw new RecordsGoneException(
          name,
          length,
          from,
          place(name)
              + " has "
              + length
              + " bytes, but "
              + from
              + " were read from it before: it was replaced or cut. Give the new content a new"
              + " name");
    }
    if (from == length) {
      return Optional.empty();
    }
    try (StorageReader file = directory.open(name)) {
      requireLineEnd(file, name, from);
      SourceRange range = cut(file, name, from, length, limit);
      given.put(name, range.until());
      return Optional.of(range);
    } catch (FileMissingException e) {
      throw new RecordsGoneException(
          name, from, length, place(name) + " was taken away before all of it was read" + WAY_OUT);
    }
  }

  /** What was read before has to end with a line. */
  private void requireLineEnd(StorageReader file, String name, long from)
      throws RecordsGoneException {
    if (from > 0 && read(file, from - 1, 1)[0] != '\n') {
      throw new RecordsGoneException(
          name,
          from,
          from + 1,
          place(name)
              + " has grown behind byte "
              + from
              + ", where it ended with a line without an end, which was taken for a whole one");
    }
  }

  private static SourceRange cut(
      StorageReader file, String name, long from, long length, Limit limit) throws IOException {
    LineReader lines = new LineReader(new StorageInput(file, from, length));
    CRC32C crc = new CRC32C();
    long until = from;
    long records = 0;
    while (records < limit.records() && lines.next()) {
      if (records > 0 && until - from + lines.consumedBytes() > limit.bytes()) {
        return range(name, from, until, records, crc);
      }
      crc.update(lines.buffer(), lines.start(), lines.consumedBytes());
      until += lines.consumedBytes();
      records++;
    }
    int rest = records < limit.records() ? lines.unfinishedBytes() : 0;
    if (rest > 0 && (records == 0 || until - from + rest <= limit.bytes())) {
      crc.update(lines.buffer(), lines.start(), rest);
      until += rest;
      records++;
    }
    return range(name, from, until, records, crc);
  }

  private static SourceRange range(String name, long from, long until, long records, CRC32C crc) {
    return new SourceRange(name, from, until, records, until - from, (int) crc.getValue());
  }

  /** The bytes are checked before the first record is handed over. */
  @Override
  public void read(SourceRange range, Consumer<? super String> action) throws IOException {
    byte[] bytes = verified(range);
    LineReader lines = new LineReader(new ByteArrayInputStream(bytes));
    while (lines.next()) {
      action.accept(text(lines.buffer(), lines.start(), lines.end() - lines.start()));
    }
    if (lines.unfinishedBytes() > 0) {
      action.accept(text(lines.buffer(), lines.start(), lines.unfinishedBytes()));
    }
  }

  private byte[] verified(SourceRange range) throws RecordsGoneException {
    String name = range.partition();
    try (StorageReader file = directory.open(name)) {
      long length = file.length();
      if (length < range.until()) {
        throw new RecordsGoneException(
            name,
            Math.max(range.from(), length),
            range.until(),
            place(name) + " has only " + length + " bytes: it was replaced or cut" + WAY_OUT);
      }
      byte[] bytes = read(file, range.from(), Math.toIntExact(range.until() - range.from()));
      CRC32C crc = new CRC32C();
      crc.update(bytes, 0, bytes.length);
      if ((int) crc.getValue() != range.check()) {
        throw new RecordsGoneException(
            name,
            range.from(),
            range.until(),
            place(name) + " has other bytes there than it had: it was changed" + WAY_OUT);
      }
      return bytes;
    } catch (FileMissingException e) {
      throw new RecordsGoneException(
          name, range.from(), range.until(), place(name) + " is not there any more" + WAY_OUT);
    }
  }

  private static byte[] read(StorageReader file, long from, int length) {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    file.read(from, bytes);
    return bytes.array();
  }

  private static String text(byte[] bytes, int start, int length) {
    return new String(bytes, start, length, StandardCharsets.UTF_8);
  }

  private String place(String name) {
    return "file " + directory.location() + "/" + name;
  }

  @Override
  public void close() {
    directory.close();
  }
}
