package io.holdfast.sink;

import io.holdfast.DamageException;
import io.holdfast.ExitCode;
import io.holdfast.Finding;
import io.holdfast.HoldfastException;
import io.holdfast.NotReplayableException;
import io.holdfast.WrongApplicationException;
import io.holdfast.stream.BatchTime;
import io.holdfast.wal.storage.FileMissingException;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * Checks what a {@link FileSink} has published or gathered: every part of every batch against its
 * manifest. Changes nothing, takes no lock, needs constant memory, and throws nothing for what it
 * finds. Used by one thread.
 */
public final class OutputInspector {
  private static final String OWN = "_holdfast";
  private static final String BATCH_NUMBER = "-\\d{20}(-e\\d+)?";
  private static final String GATHERED = "gathered";
  private static final int OWNER_BYTES = 4096;
  private static final int BUFFER_BYTES = 256 << 10;
  private static final int LARGEST_MANIFEST_BYTES = 16 << 20;

  private final Storage storage;
  private ByteBuffer buffer = ByteBuffer.allocate(0);

  public OutputInspector(Storage storage) {
    this.storage = storage;
  }

  /** Whether {@code directory} looks like one that a file sink writes its batches to. */
  public static boolean isOutput(Storage storage, String directory) {
    return storage.exists(StoragePath.join(directory, OWN))
        || storage.list(directory).stream()
            .anyMatch(entry -> isBatch(storage, StoragePath.join(directory, entry.name())));
  }

  /** Whether {@code directory} is a published batch. */
  public static boolean isBatch(Storage storage, String directory) {
    return storage.exists(StoragePath.join(directory, Manifest.FILE_NAME));
  }

  /** Checks every batch in a directory, in order of their names. */
  public void output(String directory, Consumer<Finding> findings) {
    for (FileStatus entry : storage.list(directory)) {
      String path = StoragePath.join(directory, entry.name());
      boolean batch = entry.name().matches(".+" + BATCH_NUMBER);
      if (entry.directory() && (batch || isBatch(storage, path))) {
        findings.accept(batch(path));
      }
    }
    for (FileStatus output : storage.list(StoragePath.join(directory, OWN))) {
      gathered(directory, output.name(), findings);
    }
  }

  /** Checks what is committed and not yet published. */
  private void gathered(String directory, String output, Consumer<Finding> findings) {
    String place = StoragePath.join(directory, OWN + "/" + output + "/" + GATHERED);
    for (FileStatus entry : storage.list(place)) {
      Finding finding = batch(StoragePath.join(place, entry.name()));
      // What is published is about to be deleted, and need not be whole any more.
      if (finding.exitCode() == ExitCode.OK || !listed(directory, output, entry.name())) {
        findings.accept(finding);
      }
    }
  }

  /** Whether a batch that was gathered is in a published directory. */
  private boolean listed(String directory, String output, String name) {
    Pattern batches = Pattern.compile(Pattern.quote(output) + BATCH_NUMBER);
    return storage.list(directory).stream()
        .filter(entry -> batches.matcher(entry.name()).matches())
        .filter(entry -> entry.name().compareTo(output + "-" + name) >= 0)
        .map(entry -> StoragePath.join(directory, entry.name() + "/" + Manifest.FILE_NAME))
        .flatMap(path -> manifest(path).names().stream())
        .anyMatch(name::equals);
  }

  /**
   * Opens every part of every batch of an output, in the order of their names, each checked against
   * its manifest first.
   *
   * @throws HoldfastException if a batch is not what its manifest says
   */
  public void parts(String output, PartVisitor visitor) {
    Pattern batches = Pattern.compile(Pattern.quote(output) + BATCH_NUMBER);
    for (FileStatus entry : storage.list("")) {
      if (batches.matcher(entry.name()).matches() && isBatch(storage, entry.name())) {
        Manifest manifest = manifest(StoragePath.join(entry.name(), Manifest.FILE_NAME));
        requireOwn(entry.name(), manifest);
        for (FilePart part : manifest.parts()) {
          String path = StoragePath.join(entry.name(), part.name());
          requirePart(path, part);
          try (StorageReader reader = storage.open(path)) {
            visitor.visit(manifest.txn().batch(), part.name(), reader);
          }
        }
      }
    }
  }

  /** Is shown the parts of an output. */
  @FunctionalInterface
  public interface PartVisitor {

    /** Looks at a part; {@code file} is closed afterwards. */
    void visit(BatchTime batch, String name, StorageReader file);
  }

  /** Checks one batch. */
  public Finding batch(String directory) {
    String location = location(directory);
    try {
      Manifest manifest = manifest(StoragePath.join(directory, Manifest.FILE_NAME));
      requireOwn(directory, manifest);
      long rows = 0;
      long bytes = 0;
      Set<String> names = new HashSet<>(Set.of(Manifest.FILE_NAME));
      for (FilePart part : manifest.parts()) {
        requirePart(StoragePath.join(directory, part.name()), part);
        names.add(part.name());
        rows += part.rows();
        bytes += part.lengthBytes();
      }
      String strange = strangers(directory, names);
      String summary =
          String.format(
              Locale.ROOT,
              "%s%d parts, %,d rows, %,d bytes, each part as its manifest says%s",
              manifest.gathered().isEmpty() ? "" : manifest.gathered().size() + " batches, ",
              manifest.parts().size(),
              rows,
              bytes,
              strange);
      return Finding.ok("batch", location, summary);
    } catch (HoldfastException e) {
      return Finding.of("batch", location, e);
    }
  }

  /**
   * Reads a manifest.
   *
   * @throws HoldfastException if it is not there or not what was written
   */
  public Manifest manifest(String path) {
    try (StorageReader reader = storage.open(path)) {
      if (reader.length() > LARGEST_MANIFEST_BYTES) {
        throw new DamageException(
            reader.location()
                + ": "
                + reader.length()
                + " bytes, more than any manifest has. Restore the file from a copy.");
      }
      return parse(reader.text(LARGEST_MANIFEST_BYTES), reader.location());
    } catch (FileMissingException e) {
      throw new NotReplayableException(
          location(path) + ": the batch has no manifest. Put the file back.", e);
    }
  }

  private static Manifest parse(String text, String location) {
    try {
      Manifest manifest = Manifest.parse(text, location);
      manifest.parts().forEach(part -> StoragePath.requireName(part.name()));
      return manifest;
    } catch (HoldfastException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new DamageException(
          location
              + ": its checksum is right, but it cannot be decoded ("
              + e.getMessage()
              + "). It was written by a faulty or newer version.");
    }
  }

  private void requireOwn(String directory, Manifest manifest) {
    String name = StoragePath.name(directory);
    String number = String.format(Locale.ROOT, "%020d", manifest.txn().batch().epochMillis());
    String expected = manifest.txn().output() + "-" + number;
    if (StoragePath.name(StoragePath.parent(directory)).equals(GATHERED)) {
      expected = number;
    }
    boolean own = name.equals(expected) || name.equals(expected + "-e" + manifest.txn().epoch());
    if (!own && !directory.isEmpty()) {
      throw new DamageException(
          location(directory)
              + ": holds the batch "
              + expected
              + ", so it was copied or renamed. Give it back its name.");
    }
    String owner =
        StoragePath.join(
            StoragePath.parent(directory), OWN + "/" + manifest.txn().output() + "/owner");
    String id = "id=" + manifest.applicationId();
    if (!directory.isEmpty()
        && storage.exists(owner)
        && !text(owner, OWNER_BYTES).lines().toList().contains(id)) {
      throw new WrongApplicationException(
          location(directory)
              + ": was written by application "
              + manifest.applicationId()
              + ", the output belongs to another ("
              + location(owner)
              + "). Move it back to where it came from.");
    }
  }

  private void requirePart(String path, FilePart part) {
    try (StorageReader reader = storage.open(path)) {
      if (reader.length() != part.lengthBytes()) {
        throw new DamageException(
            reader.location()
                + ": has "
                + reader.length()
                + " bytes, its manifest says "
                + part.lengthBytes()
                + ". Restore the file from a copy.");
      }
      int crc = crc(reader);
      if (crc != part.crc32c()) {
        throw new DamageException(
            reader.location()
                + ": CRC32C is "
                + HexFormat.of().toHexDigits(crc)
                + ", its manifest says "
                + HexFormat.of().toHexDigits(part.crc32c())
                + ". Restore the file from a copy.");
      }
    } catch (FileMissingException e) {
      throw new NotReplayableException(
          location(path) + " is missing, its manifest names it. Put the file back.", e);
    }
  }

  private int crc(StorageReader reader) {
    CRC32C crc = new CRC32C();
    int needed = (int) Math.min(BUFFER_BYTES, reader.length());
    buffer = needed > buffer.capacity() ? ByteBuffer.allocate(needed) : buffer;
    long at = 0;
    while (true) {
      int count = reader.read(at, buffer.clear());
      if (count <= 0) {
        return (int) crc.getValue();
      }
      crc.update(buffer.flip());
      at += count;
    }
  }

  private String strangers(String directory, Set<String> names) {
    long strange =
        storage.list(directory).stream().filter(file -> !names.contains(file.name())).count();
    return strange == 0 ? "" : "; " + strange + " files beside them are not part of it";
  }

  private String text(String path, int maxBytes) {
    try (StorageReader reader = storage.open(path)) {
      return reader.text(maxBytes);
    }
  }

  private String location(String path) {
    return path.isEmpty() ? storage.location() : storage.location() + "/" + path;
  }
}
