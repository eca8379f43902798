package io.holdfast.engine.block;

import io.holdfast.NotReplayableException;
import io.holdfast.backend.SentSplit;
import io.holdfast.engine.journal.BlockLocation.InLog;
import io.holdfast.engine.journal.BlockLocation.InSource;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.source.RecordCodec;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The blocks of one stream, wherever each lies, as tasks read them. A stream whose protection has
 * changed has blocks at several kinds of places for a while. Any thread.
 *
 * @param codec of its records
 * @param bytes of a block that does not lie in the source
 * @param source empty if the stream is received
 * @param sent for tasks that are not here; empty if all are
 */
public record InputBlocks<T>(
    RecordCodec<T> codec,
    Function<ReceivedBlock, ByteBuffer> bytes,
    Optional<DirectReads<T>> source,
    Optional<SentStream<T>> sent)
    implements AutoCloseable {

  /** Blocks as input of a batch. */
  public List<BlockSplit<T>> splits(List<ReceivedBlock> blocks) {
    return blocks.stream().map(block -> new BlockSplit<>(block, this)).toList();
  }

  void forEach(ReceivedBlock block, Consumer<? super T> action) {
    if (block.location() instanceof InSource place) {
      source.orElseThrow(() -> noSource(block)).forEach(block, place.range(), action);
    } else {
      BlockFormat.forEach(bytes.apply(block), codec, action);
    }
  }

  /** The same to be read elsewhere. */
  SentSplit<T> elsewhere(ReceivedBlock block) {
    boolean here = !(block.location() instanceof InLog || block.location() instanceof InSource);
    return new SentBlock<>(block, sent.orElseThrow(), here ? copy(bytes.apply(block)) : null);
  }

  private static byte[] copy(ByteBuffer block) {
    byte[] copy = new byte[block.remaining()];
    block.duplicate().get(copy);
    return copy;
  }

  static NotReplayableException noSource(ReceivedBlock block) {
    return new NotReplayableException(
        "Block "
            + block.stream()
            + "/"
            + block.sequence()
            + " lies in a direct source, but the job now receives stream '"
            + block.stream()
            + "'. Define it with directStream again until it is processed, or give the new stream a"
            + " name of its own.");
  }

  @Override
  public void close() {
    source.ifPresent(DirectReads::close);
  }
}
