package io.holdfast.inspection.exchange;

import io.holdfast.HoldfastException;
import io.holdfast.inspection.LogKind;
import io.holdfast.wal.FrameCodec;
import io.holdfast.wal.FrameCodec.Head;
import io.holdfast.wal.LogId;
import io.holdfast.wal.ReadWindow;
import io.holdfast.wal.SegmentHeader;
import io.holdfast.wal.SegmentHeader.Predecessor;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A segment as lines: its header, each frame, and what lies between and behind them. Goes on behind
 * a damaged frame at the next one that verifies for its place.
 */
final class SegmentExport {
  private final Places places;
  private final RecordJson payloads;
  private final Consumer<Map<String, Object>> out;
  private final LogKind kind;

  /** The chain of checksums as the importer will have it at the same place. */
  private int chain;

  SegmentExport(
      Places places, RecordJson payloads, LogKind kind, Consumer<Map<String, Object>> out) {
    this.places = places;
    this.payloads = payloads;
    this.kind = kind;
    this.out = out;
  }

  /**
   * Writes the lines of a segment.
   *
   * @param path in the tree
   * @param length of the file; what is written to it meanwhile is left out
   * @param known the log that it should be of, for a header that does not verify; may be null
   */
  void write(StorageReader reader, String path, long length, LogId known) {
    ReadWindow window = new ReadWindow(reader);
    FrameCodec codec = header(window, path, length, known);
    long position = Math.min(length, SegmentHeader.BYTES);
    while (position < length) {
      Head head = codec == null ? null : whole(codec, window, position, length);
      if (head != null) {
        frame(codec, window, position, head);
        position += head.frameBytes();
      } else {
        long next = next(codec, window, position, length);
        new RawBytes(out, "no frame that verifies").write(window, position, next);
        position = next;
      }
    }
  }

  /**
   * A header that verifies and whose frame does not reach beyond the file; null if there is none.
   */
  private static Head whole(FrameCodec codec, ReadWindow window, long position, long length) {
    if (length - position < FrameCodec.HEADER_BYTES) {
      return null;
    }
    Head head = codec.head(window.at(position, FrameCodec.HEADER_BYTES), position);
    boolean fits =
        head != null && head.lengthBytes() >= 0 && position + head.frameBytes() <= length;
    return fits ? head : null;
  }

  /** Where the next frame begins that verifies for its place; the end if none does. */
  private static long next(FrameCodec codec, ReadWindow window, long position, long length) {
    long at = position + FrameCodec.ALIGNMENT;
    while (codec != null && at + FrameCodec.HEADER_BYTES <= length) {
      ByteBuffer bytes = window.at(at, FrameCodec.HEADER_BYTES);
      if (bytes.remaining() < FrameCodec.HEADER_BYTES) {
        return length;
      }
      if (FrameCodec.looksLikeFrame(bytes, 0) && whole(codec, window, at, length) != null) {
        return at;
      }
      at += FrameCodec.ALIGNMENT;
    }
    return length;
  }

  private FrameCodec header(ReadWindow window, String path, long length, LogId known) {
    ByteBuffer bytes = window.at(0, (int) Math.min(length, SegmentHeader.BYTES));
    Map<String, Object> line = Fields.of("type", "segment_header");
    SegmentHeader header = null;
    try {
      header = SegmentHeader.decode(bytes, null, path);
    } catch (HoldfastException e) {
      line.put("why", "the header does not verify, or is of a newer format");
    }
    if (header != null) {
      fields(header, line, StoragePath.parent(path));
      chain = header.predecessor().lastFrameCrc();
      if (!header.encode().equals(bytes)) {
        line.put("why", "the header has more than its fields say");
      }
    } else if (known != null && SegmentHeader.isSegmentName(StoragePath.name(path))) {
      line.put("log", known.toString());
      line.put("sequence", SegmentHeader.sequenceOf(StoragePath.name(path)));
    }
    if (line.containsKey("why")) {
      line.put("raw", TextJson.base64(window.at(0, (int) Math.min(length, SegmentHeader.BYTES))));
    }
    out.accept(line);
    if (header != null) {
      return new FrameCodec(header.logId(), header.sequence());
    }
    return line.containsKey("log")
        ? new FrameCodec(known, SegmentHeader.sequenceOf(StoragePath.name(path)))
        : null;
  }

  private void fields(SegmentHeader header, Map<String, Object> line, String directory) {
    line.put("log", header.logId().toString());
    line.put("epoch", header.epoch());
    line.put("sequence", header.sequence());
    line.put("first_lsn", header.firstLsn());
    line.put("predecessor", predecessor(header.predecessor(), directory));
    line.put("durable_through_lsn", header.durableThroughLsn());
    line.put("created_millis", header.createdMillis());
  }

  /** Where the segment before ends: by its number of frames, if that says the same. */
  private Map<String, Object> predecessor(Predecessor before, String directory) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("sequence", before.sequence());
    Optional<Places.Reached> reached =
        places
            .framesUntil(directory, before.sequence(), before.validLength())
            .filter(end -> end.crc() == before.lastFrameCrc());
    if (reached.isPresent()) {
      if (!reached.get().all()) {
        fields.put("frames", reached.get().frames());
      }
    } else if (!before.equals(Predecessor.NONE)) {
      fields.put("length", before.validLength());
      fields.put("last_frame_crc", PlaceJson.hex(before.lastFrameCrc()));
    }
    return fields;
  }

  private void frame(FrameCodec codec, ReadWindow window, long position, Head head) {
    ByteBuffer original = window.at(position, Math.toIntExact(head.frameBytes()));
    ByteBuffer payload = original.slice(FrameCodec.HEADER_BYTES, head.lengthBytes());
    Map<String, Object> line = Fields.of("type", "frame");
    line.put("offset", position);
    line.put("frame_type", head.typeName());
    line.put("lsn", head.lsn());
    line.put("durable_through_lsn", head.durableThroughLsn());
    if (head.previousCrc() != chain) {
      line.put("previous_crc", PlaceJson.hex(head.previousCrc()));
    }
    boolean canonical =
        codec
            .encode(
                position,
                head.type(),
                head.lsn(),
                head.durableThroughLsn(),
                head.previousCrc(),
                payload)
            .equals(original);
    boolean record = head.typeName().equals("DATA");
    if (canonical && (record || payload.hasRemaining())) {
      line.put("content", payloads.decode(record ? kind : LogKind.UNKNOWN, payload));
    } else if (!canonical) {
      boolean right = codec.verifies(head, payload);
      line.put("why", right ? "the padding or the fold is wrong" : "the payload is damaged");
      line.put("raw", TextJson.base64(original));
    }
    chain = head.crc();
    out.accept(line);
  }
}
