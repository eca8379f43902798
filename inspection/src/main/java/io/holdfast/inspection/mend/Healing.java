package io.holdfast.inspection.mend;

import io.holdfast.HoldfastException;
import io.holdfast.NewerFormatException;
import io.holdfast.wal.FlippedBit;
import io.holdfast.wal.LogId;
import io.holdfast.wal.LogScanner;
import io.holdfast.wal.SegmentHeader;
import io.holdfast.wal.SegmentReport;
import io.holdfast.wal.Verdict;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Undoes what loses nothing: turns single flipped bits back where a checksum proves it, gives
 * segments their names back, puts segments of other logs aside.
 */
final class Healing {
  private final Draft draft;
  private final String directory;
  private final LogId id;
  private final Consumer<Change> changes;

  private Healing(Draft draft, String directory, LogId id, Consumer<Change> changes) {
    this.draft = draft;
    this.directory = directory;
    this.id = id;
    this.changes = changes;
  }

  /**
   * Heals a log as far as that loses nothing.
   *
   * @throws NewerFormatException if a newer version has written to it
   * @throws StorageException if a file cannot be read
   */
  static void heal(Draft draft, String directory, LogId id, Consumer<Change> changes) {
    Healing healing = new Healing(draft, directory, id, changes);
    while (healing.pass()) {
      // What is behind a frame that was mended is only seen now.
    }
  }

  private boolean pass() {
    List<SegmentReport> segments =
        LogScanner.scan(draft, directory, id, 0, (segment, frame) -> {}).segments();
    boolean healed = false;
    for (SegmentReport segment : segments) {
      String path = StoragePath.join(directory, StoragePath.name(segment.location()));
      if (segment.verdict() == Verdict.NEWER_FORMAT) {
        throw new NewerFormatException(segment.explanation() + " Nothing was changed.");
      } else if (segment.verdict() == Verdict.UNREADABLE) {
        throw new StorageException(segment.explanation() + " Nothing was changed.", null);
      } else if (segment.verdict() == Verdict.FOREIGN) {
        draft.remove(path);
        changes.accept(new Change("removed", path, "belongs to another log; put aside"));
        healed = true;
      } else if (segment.verdict() == Verdict.DAMAGED && draft.exists(path)) {
        healed |= segment.header() == null ? header(path) : frame(path, segment);
      }
    }
    return healed;
  }

  private boolean frame(String path, SegmentReport segment) {
    if (segment.flippedBit().isEmpty()) {
      return false;
    }
    correct(path, segment.flippedBit().get(), "its frame verifies again, by checksum and place");
    return true;
  }

  private void correct(String path, FlippedBit bit, String proof) {
    byte[] written = {(byte) bit.written()};
    draft.put(path, draft.content(path).with(new Patches().add(bit.offset(), written)));
    changes.accept(new Change("corrected", path, "a flipped bit, " + bit + ": " + proof));
  }

  private boolean header(String path) {
    byte[] bytes = new byte[SegmentHeader.BYTES];
    int length;
    try (StorageReader reader = draft.open(path)) {
      length = reader.read(0, ByteBuffer.wrap(bytes));
    }
    if (length < bytes.length) {
      return false;
    }
    Optional<SegmentHeader> sound = decode(bytes);
    if (sound.isPresent()) {
      return misnamed(path, sound.get());
    }
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      int read = bytes[bit / 8] & 0xFF;
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      Optional<SegmentHeader> header = decode(bytes);
      if (header.isPresent() && header.get().fileName().equals(StoragePath.name(path))) {
        correct(path, new FlippedBit(bit / 8, bit % 8, read), "the header's checksum is right");
        return true;
      }
      bytes[bit / 8] = (byte) read;
    }
    return false;
  }

  private boolean misnamed(String path, SegmentHeader header) {
    String name = StoragePath.join(directory, header.fileName());
    if (name.equals(path)) {
      return false;
    }
    if (draft.exists(name)) {
      changes.accept(
          new Change(
              "removed",
              path,
              "is segment "
                  + header.sequence()
                  + ", which is there under its own name; put aside"));
    } else {
      draft.put(name, draft.content(path));
      changes.accept(new Change("renamed", path, "is " + header.fileName() + ", by its header"));
    }
    draft.remove(path);
    return true;
  }

  private Optional<SegmentHeader> decode(byte[] bytes) {
    try {
      return Optional.of(SegmentHeader.decode(ByteBuffer.wrap(bytes), id, directory));
    } catch (HoldfastException e) {
      return Optional.empty();
    }
  }
}
