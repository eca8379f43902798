package io.holdfast.wal;

import io.holdfast.wal.LogScan.Cut;
import io.holdfast.wal.LogScan.End;
import io.holdfast.wal.SegmentHeader.Predecessor;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Follows a scan and knows, at any time, where the part of the segment ends that is proven durable,
 * and which records lie behind it. Only places are remembered while the scan runs; contents of the
 * few un-proven records are read at its end.
 */
final class ProvenTail {
  private final StorageReader reader;
  private final SegmentScanner scanner;
  private final long provenElsewhereLsn;
  private final Deque<Place> behind = new ArrayDeque<>();
  private long provenLsn;
  private long validLength = SegmentHeader.BYTES;
  private int crc;

  ProvenTail(StorageReader reader, SegmentScanner scanner, long provenElsewhereLsn) {
    this.reader = reader;
    this.scanner = scanner;
    this.provenElsewhereLsn = provenElsewhereLsn;
    this.provenLsn = scanner.lastLsn();
    this.crc = scanner.lastFrameCrc();
  }

  void passed(Frame frame) {
    if (frame.isRecord()) {
      behind.addLast(
          new Place(
              frame.lsn(),
              frame.offset(),
              frame.payload().remaining(),
              frame.payloadCrc(),
              scanner.lastFrameCrc()));
    }
    long proven = Math.max(provenElsewhereLsn, scanner.watermark());
    while (!behind.isEmpty() && behind.peekFirst().lsn <= proven) {
      Place place = behind.removeFirst();
      provenLsn = place.lsn;
      validLength = place.offset + FrameLayout.frameBytes(place.lengthBytes);
      crc = place.headerCrc;
    }
  }

  End end(LogFiles.Segment segment, SegmentReport report, long freeSequence) {
    List<byte[]> unproven = new ArrayList<>();
    behind.forEach(place -> unproven.add(read(place)));
    Cut cut =
        report.verdict() == Verdict.TORN_TAIL
            ? new Cut(segment.path(), report.validBytes(), report.excessBytes())
            : null;
    Predecessor before = new Predecessor(segment.header().sequence(), validLength, crc);
    return new End(before, provenLsn, unproven, cut, freeSequence);
  }

  private byte[] read(Place place) {
    byte[] payload = new byte[place.lengthBytes];
    for (StorageReader copy : reader.copies()) {
      copy.read(place.offset + FrameLayout.HEADER_BYTES, ByteBuffer.wrap(payload));
      if (FrameLayout.crc32c(ByteBuffer.wrap(payload)) == place.payloadCrc) {
        return payload;
      }
    }
    throw new StorageException(
        reader.location()
            + " offset "
            + place.offset
            + ": the bytes changed while they were read."
            + " Another process writes to this file, or the device is failing.",
        null);
  }

  private record Place(long lsn, long offset, int lengthBytes, int payloadCrc, int headerCrc) {}
}
