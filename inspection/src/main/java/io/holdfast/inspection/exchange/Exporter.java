package io.holdfast.inspection.exchange;

import io.holdfast.HoldfastException;
import io.holdfast.checkpoint.CheckpointId;
import io.holdfast.inspection.JsonLines;
import io.holdfast.inspection.LogKind;
import io.holdfast.wal.LogId;
import io.holdfast.wal.LogInspector;
import io.holdfast.wal.ReadWindow;
import io.holdfast.wal.SegmentHeader;
import io.holdfast.wal.TailMark;
import io.holdfast.wal.storage.FileMissingException;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.StorageReader;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Writes files as lines of JSON, as {@code docs/formats/export.md} says: an application's
 * directory, any directory in it, or a single file. Only reads, takes no lock, and never fails for
 * what the files hold; needs memory for one record. What a live driver writes meanwhile may be in
 * it or not. Used once, by one thread.
 */
public final class Exporter {
  /** Of what is written: readers of another first number cannot read it. */
  public static final String VERSION = "1.0";

  private static final int PIECE_BYTES = 256 << 10;
  private static final String DATA = "data";

  private final Storage storage;
  private final JsonLines lines;
  private final Places places;
  private final RecordJson payloads;
  private final CheckpointExport checkpoints;
  private final Consumer<String> progress;
  private long files;
  private long bytes;

  /** What was written. */
  public record Summary(long files, long bytes) {}

  private Exporter(Storage storage, Places places, OutputStream out, Consumer<String> progress) {
    this.storage = storage;
    this.places = places;
    this.payloads = new RecordJson(places);
    this.progress = progress;
    this.lines = new JsonLines(out);
    this.checkpoints = new CheckpointExport(places, lines::write);
  }

  /**
   * Writes a directory or a file. The stream is flushed and stays open.
   *
   * @param storage the directory, or the one that the file lies in
   * @param file its name; empty for the whole directory
   * @param by which version writes, for people
   * @param progress is told what is being read
   * @throws io.holdfast.wal.storage.StorageException if something cannot be read or written
   */
  public static Summary export(
      Storage storage, String file, String by, OutputStream out, Consumer<String> progress) {
    try (Places places = new Places(storage)) {
      Exporter exporter = new Exporter(storage, places, out, progress);
      exporter.begin(file, by);
      if (file.isEmpty()) {
        exporter.directory("");
      } else {
        exporter.file(file);
      }
      return exporter.end();
    }
  }

  private void begin(String file, String by) {
    Map<String, Object> line = Fields.of("type", "holdfast_export");
    line.put("version", VERSION);
    line.put("from", file.isEmpty() ? storage.location() : storage.location() + "/" + file);
    line.put("by", by);
    lines.write(line);
  }

  private Summary end() {
    Map<String, Object> line = Fields.of("type", "end");
    line.put("files", files);
    lines.write(line);
    lines.flush();
    return new Summary(files, bytes);
  }

  /** Data logs come first, because journals and checkpoints refer to them. */
  private void directory(String directory) {
    List<FileStatus> entries =
        storage.list(directory).stream()
            .sorted(
                Comparator.comparing(
                        (FileStatus e) -> !(directory.isEmpty() && e.name().equals(DATA)))
                    .thenComparing(FileStatus::name))
            .toList();
    if (entries.isEmpty() && !directory.isEmpty()) {
      Map<String, Object> line = Fields.of("type", "directory");
      line.put("path", directory);
      lines.write(line);
    }
    for (FileStatus entry : entries) {
      String path = StoragePath.join(directory, entry.name());
      if (entry.directory()) {
        directory(path);
      } else {
        file(path);
      }
    }
  }

  private void file(String path) {
    progress.accept(path);
    StorageReader reader;
    try {
      reader = storage.open(path);
    } catch (FileMissingException e) {
      return; // A live driver has deleted it since the directory was listed.
    }
    try (reader) {
      long length = reader.length();
      Format format = format(path, length);
      Map<String, Object> line = Fields.of("type", "file");
      line.put("path", path);
      line.put("format", format.word());
      lines.write(line);
      switch (format) {
        case SEGMENT -> segment(reader, path, length);
        case CHECKPOINT -> checkpoints.write(storage, path);
        case TAIL_MARK -> TailMarkJson.write(new ReadWindow(reader), length, lines::write);
        case PLAIN -> new PlainExport(lines::write).write(new ReadWindow(reader), length);
      }
      line = Fields.of("type", "file_end");
      line.put("length", length);
      line.put("sha256", digest(reader, length));
      lines.write(line);
      files++;
      bytes += length;
    }
  }

  private Format format(String path, long length) {
    String name = StoragePath.name(path);
    if (SegmentHeader.isSegmentName(name)) {
      return Format.SEGMENT;
    } else if (name.equals(TailMark.FILE_NAME)) {
      return Format.TAIL_MARK;
    }
    boolean checkpoint =
        CheckpointId.parse(name).isPresent() && CheckpointExport.explains(storage, path, length);
    return checkpoint ? Format.CHECKPOINT : Format.PLAIN;
  }

  private void segment(StorageReader reader, String path, long length) {
    String directory = StoragePath.parent(path);
    LogKind kind = LogKind.of(StoragePath.join(storage.location(), directory));
    new SegmentExport(places, payloads, kind, lines::write)
        .write(reader, path, length, headerless(reader, length) ? logId(directory) : null);
  }

  private static boolean headerless(StorageReader reader, long length) {
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(SegmentHeader.BYTES, length));
    reader.read(0, bytes);
    try {
      SegmentHeader.decode(bytes.flip(), null, reader.location());
      return false;
    } catch (HoldfastException e) {
      return true;
    }
  }

  /** Which log the other segments beside it say that it is; null if there is none. */
  private LogId logId(String directory) {
    LogInspector log = LogInspector.of(storage, directory, null, 0);
    return log.segments().stream()
        .flatMap(name -> log.header(name).stream())
        .map(SegmentHeader::logId)
        .findFirst()
        .orElse(null);
  }

  private static String digest(StorageReader reader, long length) {
    MessageDigest digest = sha256();
    ReadWindow window = new ReadWindow(reader);
    for (long at = 0; at < length; ) {
      ByteBuffer piece = window.at(at, (int) Math.min(PIECE_BYTES, length - at));
      if (!piece.hasRemaining()) {
        break;
      }
      at += piece.remaining();
      digest.update(piece);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
