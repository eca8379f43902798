package io.holdfast.engine.quarantine;

import io.holdfast.engine.quarantine.QuarantineFiles.Replay;
import io.holdfast.source.DirectContext;
import io.holdfast.source.DirectReader;
import io.holdfast.source.DirectSource;
import io.holdfast.source.ReceiverSource.SourcePromise;
import io.holdfast.source.RecordCodec;
import io.holdfast.source.RecordsGoneException;
import io.holdfast.source.SourceRange;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A direct source, and beside it the records of its stream that were asked for again: a request is
 * a partition, its records have the offsets from 0. So each comes once, as all others do.
 *
 * @param files of the application
 */
public record ReplayingDirectSource<T>(DirectSource<T> source, String stream, QuarantineFiles files)
    implements DirectSource<T> {

  @Override
  public String description() {
    return source.description();
  }

  @Override
  public RecordCodec<T> codec() {
    return source.codec();
  }

  @Override
  public SourcePromise promise() {
    return source.promise();
  }

  @Override
  public DirectReader<T> open(DirectContext context) throws IOException {
    return new Reader(source.open(context));
  }

  private final class Reader implements DirectReader<T> {
    private final DirectReader<T> reader;

    Reader(DirectReader<T> reader) {
      this.reader = reader;
    }

    @Override
    public Map<String, Long> partitions() throws IOException {
      Map<String, Long> partitions = new TreeMap<>(reader.partitions());
      files
          .files(stream)
          .keySet()
          .forEach(request -> partitions.put(QuarantineFiles.PARTITION_PREFIX + request, 0L));
      return partitions;
    }

    @Override
    public Optional<SourceRange> next(String partition, long from, Limit limit) throws IOException {
      if (!partition.startsWith(QuarantineFiles.PARTITION_PREFIX)) {
        return reader.next(partition, from, limit);
      }
      List<Replay> replays = replays(partition);
      long until = from;
      long bytes = 0;
      while (until < replays.size()
          && until - from < limit.records()
          && (until == from || bytes < limit.bytes())) {
        bytes += replays.get((int) until).bytes().length;
        until++;
      }
      return until == from
          ? Optional.empty()
          : Optional.of(new SourceRange(partition, from, until, until - from, bytes, 0));
    }

    @Override
    public void read(SourceRange range, Consumer<? super T> action) throws IOException {
      if (!range.partition().startsWith(QuarantineFiles.PARTITION_PREFIX)) {
        reader.read(range, action);
        return;
      }
      List<Replay> replays = replays(range.partition());
      if (replays.size() < range.until()) {
        throw new RecordsGoneException(
            range.partition(),
            Math.max(range.from(), replays.size()),
            range.until(),
            "the request of the quarantine was taken away before it was processed");
      }
      for (Replay replay : replays.subList((int) range.from(), (int) range.until())) {
        byte[] bytes = replay.bytes();
        action.accept(source.codec().decode(bytes, 0, bytes.length));
      }
    }

    private List<Replay> replays(String partition) {
      return files
          .files(stream)
          .getOrDefault(partition.substring(QuarantineFiles.PARTITION_PREFIX.length()), List.of());
    }

    @Override
    public void journaled(String partition, long until) throws IOException {
      if (!partition.startsWith(QuarantineFiles.PARTITION_PREFIX)) {
        reader.journaled(partition, until);
      }
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }
}
