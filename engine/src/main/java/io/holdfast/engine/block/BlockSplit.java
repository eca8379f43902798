package io.holdfast.engine.block;

import io.holdfast.backend.InputSplit;
import io.holdfast.backend.SentSplit;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.source.RecordCodec;
import java.util.Optional;
import java.util.function.Consumer;

/** A block as input of a batch. */
public record BlockSplit<T>(ReceivedBlock block, InputBlocks<T> stream) implements InputSplit<T> {

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

  @Override
  public Optional<SentSplit<T>> elsewhere() {
    return Optional.of(stream.elsewhere(block));
  }
}
