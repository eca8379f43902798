package io.holdfast.inspection.exchange;

import io.holdfast.HoldfastException;
import io.holdfast.wal.FrameCodec;
import io.holdfast.wal.LogId;
import io.holdfast.wal.SegmentHeader;
import io.holdfast.wal.SegmentHeader.Predecessor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;

/** A segment: every checksum and link is computed, but in lines that have raw bytes. */
final class ImportedSegment extends ImportedFile {
  private final Places places;
  private final RecordJson payloads;
  private final String directory;
  private boolean begun;
  private FrameCodec codec;
  private int chain;

  ImportedSegment(Output output, Places places, RecordJson payloads, String directory) {
    super(output);
    this.places = places;
    this.payloads = payloads;
    this.directory = directory;
  }

  @Override
  void other(String type, Fields line) {
    if (type.equals("segment_header") && !begun) {
      begun = true;
      header(line);
    } else if (type.equals("frame") && begun) {
      frame(line);
    } else {
      throw line.problem(
          begun
              ? "a segment has no line of type '" + type + "' behind its header"
              : "a segment begins with a line of type 'segment_header', not '" + type + "'");
    }
  }

  private void header(Fields line) {
    if (!line.has("raw")) {
      SegmentHeader header = decoded(line);
      write(header.encode());
      start(header);
      return;
    }
    byte[] raw = line.base64("raw");
    write(ByteBuffer.wrap(raw));
    try {
      start(SegmentHeader.decode(ByteBuffer.wrap(raw), null, directory));
    } catch (HoldfastException e) {
      if (line.has("log")) {
        codec = new FrameCodec(logId(line), line.count("sequence"));
      }
    }
  }

  private void start(SegmentHeader header) {
    codec = new FrameCodec(header.logId(), header.sequence());
    chain = header.predecessor().lastFrameCrc();
  }

  private SegmentHeader decoded(Fields line) {
    return new SegmentHeader(
        logId(line),
        line.number("epoch"),
        line.number("sequence"),
        line.number("first_lsn"),
        predecessor(line.object("predecessor")),
        line.number("durable_through_lsn"),
        line.number("created_millis"));
  }

  private static LogId logId(Fields line) {
    UUID id = line.uuid("log");
    return new LogId(id.getMostSignificantBits(), id.getLeastSignificantBits());
  }

  private Predecessor predecessor(Fields before) {
    long sequence = before.number("sequence");
    if (before.has("length")) {
      return new Predecessor(sequence, before.number("length"), before.hex("last_frame_crc"));
    } else if (sequence == 0) {
      return Predecessor.NONE;
    }
    long wanted = before.has("frames") ? before.count("frames") : Long.MAX_VALUE;
    Places.Reached reached =
        places
            .frames(directory, sequence, wanted)
            .orElseThrow(
                () ->
                    before.problem(
                        "the predecessor, segment "
                            + sequence
                            + ", is not among the lines before. Add it, or give length and"
                            + " last_frame_crc"));
    if (before.has("frames") && reached.frames() < wanted) {
      throw before.problem(
          "the predecessor has "
              + reached.frames()
              + " frames, not "
              + wanted
              + ". Leave 'frames' out to go on behind its last one");
    }
    return new Predecessor(sequence, reached.end(), reached.crc());
  }

  private void frame(Fields line) {
    if (line.has("raw")) {
      ByteBuffer raw = ByteBuffer.wrap(line.base64("raw")).order(ByteOrder.LITTLE_ENDIAN);
      if (raw.remaining() < FrameCodec.HEADER_BYTES) {
        throw line.problem("a raw frame has at least " + FrameCodec.HEADER_BYTES + " bytes");
      }
      chain = raw.getInt(4);
      write(raw);
      return;
    }
    if (codec == null) {
      throw line.problem("the segment's header names no log, so a frame cannot be encoded");
    }
    int type = FrameCodec.typeOf(line.text("frame_type"));
    if (type < 0) {
      throw line.problem("there is no frame type '" + line.text("frame_type") + "'");
    }
    ByteBuffer payload =
        line.has("content") ? payloads.encode(line.object("content")) : none(type, line);
    ByteBuffer frame =
        codec.encode(
            position(),
            type,
            line.number("lsn"),
            line.number("durable_through_lsn"),
            line.has("previous_crc") ? line.hex("previous_crc") : chain,
            payload);
    chain = frame.getInt(4);
    write(frame);
  }

  private static ByteBuffer none(int type, Fields line) {
    if (FrameCodec.typeName(type).equals("DATA")) {
      throw line.problem("a frame of type DATA has a content, or raw bytes");
    }
    return ByteBuffer.allocate(0);
  }

  @Override
  void end(Fields line) {
    if (!begun) {
      throw line.problem("the segment has no line of type 'segment_header'");
    }
  }
}
