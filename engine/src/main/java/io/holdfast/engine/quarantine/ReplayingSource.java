package io.holdfast.engine.quarantine;

import io.holdfast.engine.quarantine.QuarantineFiles.Replay;
import io.holdfast.runtime.SerialExecutor;
import io.holdfast.source.Receiver;
import io.holdfast.source.ReceiverContext;
import io.holdfast.source.ReceiverSource;
import io.holdfast.source.RecordCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A source, and beside it the records of its stream that were asked for again. These are received
 * as all others: their position in the request is durable with them, so each comes once.
 *
 * @param files of the application
 */
public record ReplayingSource<T>(ReceiverSource<T> source, String stream, QuarantineFiles files)
    implements ReceiverSource<T> {
  private static final Duration POLL = Duration.ofSeconds(2);

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
  public Receiver<T> createReceiver() {
    return new ReplayingReceiver(source.createReceiver());
  }

  /** Replays come with the first part. */
  @Override
  public List<Part<T>> parts() {
    List<Part<T>> parts = new ArrayList<>(source.parts());
    Part<T> first = parts.get(0);
    parts.set(0, new Part<>(first.name(), new ReplayingSource<>(first.source(), stream, files)));
    return parts;
  }

  private final class ReplayingReceiver implements Receiver<T> {
    private final Receiver<T> receiver;
    private final Map<String, Long> positions = new TreeMap<>();
    private volatile boolean stopped;

    ReplayingReceiver(Receiver<T> receiver) {
      this.receiver = receiver;
    }

    @Override
    public void start(ReceiverContext<T> context, Map<String, Long> resumeAfter) {
      positions.putAll(resumeAfter);
      receiver.start(context, ofSource(resumeAfter));
      SerialExecutor lane = context.scheduler().serial("replay-" + stream);
      lane.execute(() -> poll(context, lane));
    }

    @Override
    public void acknowledged(Map<String, Long> durable) {
      Map<String, Long> own = ofSource(durable);
      if (!own.isEmpty()) {
        receiver.acknowledged(own);
      }
    }

    @Override
    public void stop() {
      stopped = true;
      receiver.stop();
    }

    private void poll(ReceiverContext<T> context, SerialExecutor lane) {
      if (stopped) {
        return;
      }
      try {
        files.files(stream).forEach((request, replays) -> store(context, request, replays));
      } catch (RuntimeException e) {
        context.fail("records to be sent again cannot be read: " + e.getMessage(), e);
        return;
      }
      context.scheduler().schedule(POLL, lane, () -> poll(context, lane));
    }

    private void store(ReceiverContext<T> context, String request, List<Replay> replays) {
      String partition = QuarantineFiles.PARTITION_PREFIX + request;
      long done = positions.getOrDefault(partition, 0L);
      for (int i = (int) done; i < replays.size() && !stopped; i++) {
        byte[] bytes = replays.get(i).bytes();
        context.storeEncoded(bytes, 0, bytes.length, partition, i + 1L);
        positions.put(partition, i + 1L);
      }
    }

    private Map<String, Long> ofSource(Map<String, Long> all) {
      return all.entrySet().stream()
          .filter(entry -> !entry.getKey().startsWith(QuarantineFiles.PARTITION_PREFIX))
          .collect(
              Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Math::max, TreeMap::new));
    }
  }
}
