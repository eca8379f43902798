package io.holdfast.engine.block;

import io.holdfast.backend.InputSplit;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.engine.quarantine.RecordOrigin;
import io.holdfast.source.RecordCodec;
import java.util.function.Consumer;

/** A received block as input of a batch. */
public record BlockSplit<T>(ReceivedBlock block, ReceivedBlockHandler handler, RecordCodec<T> codec)
    implements InputSplit<T> {

  /** Where the record at an index lies. */
  public RecordOrigin origin(long index) {
    return new RecordOrigin(block.stream(), block.sequence(), index);
  }

  @Override
  public long lengthBytes() {
    return block.handle().lengthBytes();
  }

  @Override
  public void forEach(Consumer<? super T> action) {
    BlockFormat.forEach(handler.read(block), codec, action);
  }
}
