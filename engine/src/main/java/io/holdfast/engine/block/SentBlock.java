package io.holdfast.engine.block;

import io.holdfast.backend.SentSplit;
import io.holdfast.engine.journal.BlockLocation.InLog;
import io.holdfast.engine.journal.BlockLocation.InSource;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.runtime.Scheduler;
import io.holdfast.source.DirectContext;
import io.holdfast.source.DirectSource;
import io.holdfast.source.RecordCodec;
import io.holdfast.wal.storage.Storage;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A block as input of a batch, to be read in another process.
 *
 * @param stream how it is read
 * @param bytes of a block that only the driver had; null if others can read it
 */
@SuppressWarnings("ArrayRecordComponent") // sent, never compared
record SentBlock<T>(ReceivedBlock block, SentStream<T> stream, byte[] bytes)
    implements SentSplit<T> {
  private static final long serialVersionUID = 1L;

  @Override
  public long lengthBytes() {
    return block.lengthBytes();
  }

  @Override
  public Optional<Location> location() {
    return block.inLog().map(this::place);
  }

  @Override
  public void forEach(Reader reader, Consumer<? super T> action) {
    StreamFormat<T> known =
        reader
            .shared("format " + block.stream(), () -> new Known<>(stream.format().object()))
            .format();
    RecordCodec<T> codec = known.codec();
    DirectSource<T> source = known.source();
    if (bytes != null) {
      BlockFormat.forEach(ByteBuffer.wrap(bytes), codec, action);
    } else if (block.location() instanceof InLog log) {
      BlockFormat.forEach(reader.read(place(log)), codec, action);
    } else if (block.location() instanceof InSource place && source != null) {
      reader
          .shared(
              "stream " + block.stream(),
              () -> new DirectReads<>(block.stream(), source, new Around(reader)))
          .forEach(block, place.range(), action);
    } else {
      throw InputBlocks.noSource(block);
    }
  }

  private Location place(InLog log) {
    return new Location(log.log(), log.handle(), stream.copied());
  }

  /** A format in the process that has decoded it. */
  private record Known<T>(StreamFormat<T> format) implements AutoCloseable {
    @Override
    public void close() {
      // Nothing is open.
    }
  }

  /** What a source is given that only reads ranges which were offered elsewhere. */
  private record Around(Reader reader) implements DirectContext {
    @Override
    public Scheduler scheduler() {
      return reader.scheduler();
    }

    @Override
    public Storage storage(String location) {
      return reader.storage(location);
    }

    @Override
    public Map<String, Long> offered() {
      return Map.of();
    }
  }
}
