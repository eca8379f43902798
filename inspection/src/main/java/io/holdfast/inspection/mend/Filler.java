package io.holdfast.inspection.mend;

import io.holdfast.checkpoint.state.EncodedEntry;
import io.holdfast.checkpoint.state.EntryKind;
import io.holdfast.checkpoint.state.StateChunk;
import io.holdfast.engine.journal.JournalCodec;
import io.holdfast.engine.journal.JournalEvent.Released;
import io.holdfast.inspection.LogKind;
import io.holdfast.wal.FrameCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Records that stand in the place of lost ones, so that the numbers of those behind them stay: they
 * can be decoded and mean nothing. In a journal that nothing is released, in a state log a part of
 * a delta without its beginning, elsewhere just bytes.
 */
final class Filler {
  private static final String WORDS = "lost, and filled by repair ";

  /** Part of a delta of which there is no first part: it is passed over. */
  private static final StateChunk PART_OF_NOTHING =
      new StateChunk(StateChunk.Kind.DELTA, 0, 0, 0, 1, false, 0);

  private Filler() {}

  /** The shortest. */
  static ByteBuffer shortest(LogKind kind) {
    return of(kind, 0);
  }

  /**
   * One that takes exactly so many bytes with its padding.
   *
   * @param paddedBytes a multiple of 8, and not less than the shortest takes
   */
  static ByteBuffer padded(LogKind kind, int paddedBytes) {
    ByteBuffer shortest = shortest(kind);
    if (FrameCodec.paddedBytes(shortest.remaining()) == paddedBytes) {
      return shortest;
    }
    // A length is a varint: of the last eight lengths at least one can be reached.
    for (int length = paddedBytes; length > paddedBytes - FrameCodec.ALIGNMENT; length--) {
      for (int over = 0; over <= 10; over++) {
        int text = length - shortest.remaining() - over;
        if (text > 0) {
          ByteBuffer filler = of(kind, text);
          if (filler.remaining() == length) {
            return filler;
          }
        }
      }
    }
    throw new IllegalArgumentException("No filler has " + paddedBytes + " bytes");
  }

  private static ByteBuffer of(LogKind kind, int textBytes) {
    String text = WORDS.repeat(textBytes / WORDS.length() + 1).substring(0, textBytes);
    return switch (kind) {
      case JOURNAL ->
          JournalCodec.encode(new Released(textBytes == 0 ? List.of() : List.of(text), Map.of()));
      case STATE -> StateChunk.encode(PART_OF_NOTHING, textBytes == 0 ? List.of() : removed(text));
      case DATA, PLACES, EXECUTOR, UNKNOWN ->
          ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    };
  }

  private static List<EncodedEntry> removed(String text) {
    ByteBuffer key = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    return List.of(new EncodedEntry(EntryKind.REMOVED, 0, key, null));
  }
}
