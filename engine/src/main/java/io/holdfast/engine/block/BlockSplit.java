package io.holdfast.engine.block;

import io.holdfast.backend.InputSplit;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.engine.quarantine.RecordOrigin;
import io.holdfast.source.RecordCodec;
import java.util.function.Consumer;

/** A block as input of a batch. */
public record BlockSplit<T>(ReceivedBlock block, InputBlocks<T> stream) implements InputSplit<T> {

  /** Where the record at an index lies. */
  public RecordOrigin origin(long index) {
    return new RecordOrigin(block.stream(), block.sequence(), index);
  }

  /** How its records are written. */
  public RecordCodec<T> codec() {
    return stream.codec();
  }

  @Override
  public long lengthBytes() {
    return block.lengthBytes();
  }

  @Override
  public void forEach(Consumer<? super T> action) {
    stream.forEach(block, action);
  }
}
