package io.holdfast.checkpoint;

import io.holdfast.DamageException;
import io.holdfast.HoldfastException;
import io.holdfast.NewerFormatException;
import io.holdfast.WrongApplicationException;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageReader;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * One checkpoint file, open and verified: there is no reader of a file that is not intact. Opening
 * reads the file once from end to end with constant memory; a section is then read when asked for,
 * and verified again, because the medium may answer differently the second time. Safe for use by
 * many threads.
 */
public final class ContainerReader implements AutoCloseable {
  private final StorageReader file;
  private final ContainerHeader header;
  private final List<SectionEntry> sections;
  private final String digest;

  private ContainerReader(StorageReader file, ContainerScan scan) {
    this.file = file;
    this.header = scan.header().orElseThrow();
    this.sections = List.copyOf(scan.sections().keySet());
    this.digest = scan.digest().orElseThrow();
  }

  /**
   * Opens and verifies a file, whose-ever it is.
   *
   * @throws DamageException if any byte is not what was written
   * @throws NewerFormatException if only a newer version can read it
   */
  public static ContainerReader open(Storage storage, String path) {
    StorageReader file = storage.open(path);
    try {
      ContainerScan scan = ContainerScan.of(file);
      if (scan.verdict() != Verdict.INTACT) {
        throw refusal(scan);
      }
      return new ContainerReader(file, scan);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /**
   * Opens and verifies a file of {@code application}; see {@link #open(Storage, String)}.
   *
   * @throws WrongApplicationException if it is intact but belongs to another application
   */
  public static ContainerReader open(Storage storage, String path, UUID application) {
    ContainerReader reader = open(storage, path);
    if (!reader.header.application().equals(application)) {
      reader.close();
      throw new WrongApplicationException(
          reader.location()
              + " belongs to application "
              + reader.header.application()
              + ", this is "
              + application
              + ". Point this application at its own directory.");
    }
    return reader;
  }

  private static HoldfastException refusal(ContainerScan scan) {
    String what =
        scan.problems().stream().map(ContainerProblem::toString).collect(Collectors.joining("; "));
    if (scan.verdict() == Verdict.NEWER_FORMAT) {
      return new NewerFormatException(
          scan.location() + " was written by a newer version: " + what + ". Use that version.");
    }
    return new DamageException(
        scan.location()
            + " is damaged: "
            + what
            + ". Restore it from a copy, or remove it: an older checkpoint is then used, and the"
            + " logs are still kept for it.");
  }

  /** Where the file lies, for messages. */
  public String location() {
    return file.location();
  }

  public ContainerHeader header() {
    return header;
  }

  /** The SHA-256 of the file up to its trailer, in hex. */
  public String digest() {
    return digest;
  }

  public List<String> sectionNames() {
    return sections.stream().map(SectionEntry::name).toList();
  }

  /**
   * Reads one section.
   *
   * @throws DamageException if the bytes are no longer those that were verified
   */
  public CheckpointSection section(String name) {
    for (SectionEntry entry : sections) {
      if (entry.name().equals(name)) {
        return read(entry);
      }
    }
    throw new NoSuchElementException(
        location() + " has no section '" + name + "', only " + sectionNames());
  }

  /** Reads everything. */
  public Checkpoint checkpoint() {
    List<CheckpointSection> all = new ArrayList<>();
    for (SectionEntry entry : sections) {
      all.add(read(entry));
    }
    return new Checkpoint(header.id(), header.createdMillis(), all);
  }

  private CheckpointSection read(SectionEntry entry) {
    byte[] bytes =
        FileBytes.of(file)
            .read(entry.offset(), (int) entry.lengthBytes())
            .filter(read -> ContainerFormat.crc32c(read, 0, read.length) == entry.crc32c())
            .orElseThrow(() -> changed(entry));
    SectionCodec codec = SectionCodec.of(entry.codecNumber()).orElseThrow();
    return new CheckpointSection(entry.name(), entry.version(), codec, bytes);
  }

  private DamageException changed(SectionEntry entry) {
    return new DamageException(
        location()
            + ": section '"
            + entry.name()
            + "' at offset "
            + entry.offset()
            + " was intact a moment ago and is not any more. Check the medium, then start again.");
  }

  @Override
  public void close() {
    file.close();
  }
}
