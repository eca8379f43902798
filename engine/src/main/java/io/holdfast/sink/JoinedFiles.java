package io.holdfast.sink;

import io.holdfast.DamageException;
import io.holdfast.sink.Manifest.GatheredBatch;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * Writes the files of several gathered batches as those of one directory: files of the same name
 * one behind the other, in the order of their batches. Every byte is compared with its manifest on
 * the way. Used once.
 */
final class JoinedFiles {
  private static final int BUFFER_BYTES = 256 << 10;

  private final FileOutput output;
  private final Storage storage;
  private final String directory;
  private final boolean oneFile;
  private ByteBuffer buffer;

  /**
   * @param directory that is staged; made by {@link #write}
   */
  JoinedFiles(FileOutput output, String directory, boolean oneFile) {
    this.output = output;
    this.storage = output.storage();
    this.directory = directory;
    this.oneFile = oneFile;
  }

  /** A file of a gathered batch. */
  private record Source(String path, FilePart part) {}

  /**
   * Writes files and manifest. All of it is durable when it returns.
   *
   * @param batches by the names under which they are gathered
   * @throws DamageException if one of their files is not what its manifest says
   */
  void write(Map<String, Manifest> batches) {
    Map<String, List<Source>> files = new TreeMap<>();
    List<GatheredBatch> list = new ArrayList<>();
    Manifest last = null;
    for (Map.Entry<String, Manifest> batch : new TreeMap<>(batches).entrySet()) {
      last = batch.getValue();
      list.add(new GatheredBatch(batch.getKey(), last.txn().epoch(), last.rows()));
      for (FilePart part : last.parts()) {
        String path = output.gathered() + "/" + batch.getKey() + "/" + part.name();
        files.computeIfAbsent(name(part), name -> new ArrayList<>()).add(new Source(path, part));
      }
    }
    long largest = batches.values().stream().mapToLong(Manifest::lengthBytes).max().orElse(0);
    buffer = ByteBuffer.allocate((int) Math.min(BUFFER_BYTES, Math.max(1, largest)));
    storage.createDirectory(directory);
    List<FilePart> parts = new ArrayList<>();
    files.forEach((name, sources) -> parts.add(join(parts.size(), name, sources)));
    output.writeManifest(
        directory,
        new Manifest(last.txn(), last.applicationId(), list.size() == 1 ? List.of() : list, parts));
  }

  private String name(FilePart part) {
    return oneFile ? part.name().replaceFirst("^part-\\d+(-\\d+)?", "part-00000") : part.name();
  }

  private FilePart join(int index, String name, List<Source> sources) {
    long bytes = sources.stream().mapToLong(source -> source.part().lengthBytes()).sum();
    long rows = sources.stream().mapToLong(source -> source.part().rows()).sum();
    CRC32C crc = new CRC32C();
    try (Appender file = storage.createExclusive(directory + "/" + name, bytes)) {
      sources.forEach(source -> append(source, file, crc));
      file.force();
    }
    return new FilePart(index, name, bytes, (int) crc.getValue(), rows);
  }

  private void append(Source source, Appender file, CRC32C crc) {
    CRC32C own = new CRC32C();
    long at = 0;
    try (StorageReader reader = storage.open(source.path())) {
      for (int read = 1; read > 0; at += read) {
        read = reader.read(at, buffer.clear());
        buffer.flip();
        own.update(buffer.duplicate());
        crc.update(buffer.duplicate());
        file.write(buffer);
      }
      if (at != source.part().lengthBytes() || (int) own.getValue() != source.part().crc32c()) {
        throw new DamageException(
            reader.location()
                + ": has "
                + at
                + " bytes with CRC32C "
                + HexFormat.of().toHexDigits((int) own.getValue())
                + ", its manifest says "
                + source.part().lengthBytes()
                + " with "
                + HexFormat.of().toHexDigits(source.part().crc32c())
                + ". The batch is committed and not yet published. Restore the file from a copy.");
      }
    }
  }
}
