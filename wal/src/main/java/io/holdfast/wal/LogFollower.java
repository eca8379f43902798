package io.holdfast.wal;

import io.holdfast.HoldfastException;
import io.holdfast.wal.FrameProbe.Due;
import io.holdfast.wal.LogFiles.Link;
import io.holdfast.wal.storage.FileMissingException;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageReader;
import java.util.function.BiConsumer;

/**
 * Reads what a log gains, as often as it is asked, from where it stopped before. Takes no lock and
 * changes nothing. What it hands out need not be durable yet: each frame says through which record
 * the log was when it was built. Used by one thread.
 */
public final class LogFollower {
  private final Storage storage;
  private final String directory;
  private long sequence;
  private Due due;
  private long lastLsn;

  /**
   * Follows a log.
   *
   * @param afterLsn records up to this LSN are not handed out
   */
  public LogFollower(Storage storage, String directory, long afterLsn) {
    this.storage = storage;
    this.directory = directory;
    this.lastLsn = afterLsn;
  }

  /** The LSN of the last record that was handed out, or the one to begin behind. */
  public long lastLsn() {
    return lastLsn;
  }

  /**
   * Hands out the records that have come since the last call, in order, each once, also when a new
   * writer has taken over and written some of them again.
   *
   * @param visitor gets the name of the segment and the record; the payload is valid during the
   *     call
   * @return how many records were released before they could be read; 0 but for a reader that is
   *     slower than the log's retention
   * @throws HoldfastException if a segment's frames are of a newer format or cannot be read
   */
  public long poll(BiConsumer<String, Frame> visitor) {
    long missed = 0;
    for (Link link : LogFiles.in(storage, directory, null).links()) {
      SegmentHeader header = link.segment().header();
      if (header.sequence() < sequence) {
        continue;
      }
      if (header.sequence() > sequence) {
        missed += lastLsn == 0 ? 0 : Math.max(0, header.firstLsn() - 1 - lastLsn);
        due = SegmentScanner.firstDue(header);
        sequence = header.sequence();
      }
      try (StorageReader reader = storage.open(link.segment().path())) {
        walk(new SegmentScanner(reader, header, SegmentJudge.limit(link), due), visitor);
      } catch (FileMissingException e) {
        // Released since the directory was listed; the next call finds what is left.
        return missed;
      }
    }
    return missed;
  }

  private void walk(SegmentScanner scanner, BiConsumer<String, Frame> visitor) {
    while (scanner.next()) {
      Frame frame = scanner.frame();
      if (frame.isRecord() && frame.lsn() > lastLsn) {
        visitor.accept(scanner.header().fileName(), frame);
        lastLsn = frame.lsn();
      }
      due = scanner.due();
    }
  }
}
