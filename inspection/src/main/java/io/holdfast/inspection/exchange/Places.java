package io.holdfast.inspection.exchange;

import io.holdfast.HoldfastException;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.wal.FrameCodec;
import io.holdfast.wal.LogHandle;
import io.holdfast.wal.ReadWindow;
import io.holdfast.wal.SegmentHeader;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.StorageReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds records and ends of segments in the files of a tree by walking the headers of frames, so
 * that what refers to them need not say where they lie. The same for the tree that is exported and
 * for the one that is made, so that both find the same. Used by one thread; needs closing.
 */
final class Places implements AutoCloseable {
  private final Storage storage;
  private final Map<String, Walk> walks = new HashMap<>();

  /**
   * How far a walk has come.
   *
   * @param all whether no frame follows
   */
  record Reached(long frames, long end, int crc, boolean all) {}

  Places(Storage storage) {
    this.storage = storage;
  }

  /** Where a record of a data log lies; empty if it is not found in that segment. */
  Optional<LogHandle> record(String dataLog, long segment, long lsn) {
    Walk walk = walk(ApplicationLayout.dataLog(dataLog), segment);
    return walk == null ? Optional.empty() : walk.record(segment, lsn);
  }

  /** The frames of a segment up to {@code end}; empty if none ends there. */
  Optional<Reached> framesUntil(String directory, long segment, long end) {
    Walk walk = walk(directory, segment);
    return walk == null ? Optional.empty() : walk.until(end);
  }

  /**
   * The first {@code frames} frames of a segment, or all if there are fewer; empty if there is no
   * such segment.
   */
  Optional<Reached> frames(String directory, long segment, long frames) {
    Walk walk = walk(directory, segment);
    return walk == null ? Optional.empty() : walk.first(frames);
  }

  /** One walk is open for each log: references come in the order in which they were written. */
  private Walk walk(String directory, long segment) {
    Walk open = walks.get(directory);
    if (open != null && open.segment == segment) {
      return open;
    }
    if (open != null) {
      open.reader.close();
      walks.remove(directory);
    }
    String name = segment < 1 ? "" : SegmentHeader.fileName(segment);
    String path = StoragePath.join(directory, name);
    if (name.isEmpty() || !storage.exists(path)) {
      return null;
    }
    StorageReader reader = storage.open(path);
    try {
      ReadWindow window = new ReadWindow(reader);
      SegmentHeader header =
          SegmentHeader.decode(window.at(0, SegmentHeader.BYTES), null, reader.location());
      Walk walk = new Walk(reader, window, header, segment);
      walks.put(directory, walk);
      return walk;
    } catch (HoldfastException e) {
      reader.close();
      return null;
    }
  }

  @Override
  public void close() {
    walks.values().forEach(walk -> walk.reader.close());
    walks.clear();
  }

  /** Goes from frame header to frame header as long as they verify. */
  private static final class Walk {
    private final StorageReader reader;
    private final ReadWindow window;
    private final FrameCodec codec;
    private final long segment;
    private final int firstCrc;
    private long position;
    private long frames;
    private int crc;
    private FrameCodec.Head head;

    Walk(StorageReader reader, ReadWindow window, SegmentHeader header, long segment) {
      this.reader = reader;
      this.window = window;
      this.codec = new FrameCodec(header.logId(), header.sequence());
      this.segment = segment;
      this.firstCrc = header.predecessor().lastFrameCrc();
      rewind();
    }

    private void rewind() {
      position = SegmentHeader.BYTES;
      frames = 0;
      crc = firstCrc;
      head = null;
    }

    /** Moves behind the next frame; {@link #head} is its header. */
    private boolean next() {
      FrameCodec.Head found = codec.head(window.at(position, FrameCodec.HEADER_BYTES), position);
      boolean whole =
          found != null
              && found.lengthBytes() >= 0
              && position + found.frameBytes() <= reader.length();
      if (whole) {
        head = found;
        position += found.frameBytes();
        crc = found.crc();
        frames++;
      }
      return whole;
    }

    Optional<LogHandle> record(long sequence, long lsn) {
      if (head != null && head.lsn() >= lsn) {
        rewind();
      }
      while (next()) {
        if (head.lsn() == lsn && head.typeName().equals("DATA")) {
          return Optional.of(
              new LogHandle(
                  lsn,
                  sequence,
                  position - head.frameBytes(),
                  head.lengthBytes(),
                  head.payloadCrc()));
        }
        if (head.lsn() > lsn) {
          break;
        }
      }
      return Optional.empty();
    }

    Optional<Reached> until(long end) {
      rewind();
      while (position < end && next()) {
        // only where it ends matters
      }
      return position == end ? Optional.of(reached()) : Optional.empty();
    }

    Optional<Reached> first(long count) {
      rewind();
      while (frames < count && next()) {
        // only where it ends matters
      }
      return Optional.of(reached());
    }

    private Reached reached() {
      Reached here = new Reached(frames, position, crc, false);
      return next() ? here : new Reached(frames, position, crc, true);
    }
  }
}
