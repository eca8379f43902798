package io.holdfast.testkit.bugs;

import io.holdfast.runtime.Scheduler;
import io.holdfast.source.Receiver;
import io.holdfast.source.ReceiverContext;
import io.holdfast.source.ReceiverSource;
import io.holdfast.source.RecordCodec;
import io.holdfast.source.SourceChoice;
import io.holdfast.wal.storage.Storage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;

/** A source between a sender and the engine that makes a mistake with positions. */
final class FaultySource<T> implements ReceiverSource<T> {
  private static final long serialVersionUID = 1L;

  private final transient ReceiverSource<T> sound;
  private final transient Mistake mistake;

  /** What it does wrong. */
  static class Mistake {
    /** The position behind which it asks the sender to go on. */
    long resume(long durable) {
      return durable;
    }

    /** The position that it gives to a record; {@code stored} were stored in this life before. */
    long position(long real, long resumedAfter, long stored) {
      return real;
    }

    /** Whether a record is acknowledged when it comes in. */
    boolean acknowledgesOnReceipt() {
      return false;
    }

    /** What it acknowledges to the sender. */
    long acknowledged(long durable, long received) {
      return durable;
    }
  }

  private FaultySource(ReceiverSource<T> sound, Mistake mistake) {
    this.sound = sound;
    this.mistake = mistake;
  }

  static SourceChoice in(SourceChoice senders, Mistake mistake) {
    return new SourceChoice() {
      @Override
      public <R> ReceiverSource<R> choose(String stream, ReceiverSource<R> defined) {
        return new FaultySource<>(senders.choose(stream, defined), mistake);
      }
    };
  }

  @Override
  public String description() {
    return sound.description();
  }

  @Override
  public RecordCodec<T> codec() {
    return sound.codec();
  }

  @Override
  public SourcePromise promise() {
    return sound.promise();
  }

  @Override
  public Receiver<T> createReceiver() {
    return new FaultyReceiver(sound.createReceiver());
  }

  private static Map<String, Long> changed(Map<String, Long> positions, LongUnaryOperator change) {
    Map<String, Long> changed = new TreeMap<>(positions);
    changed.replaceAll((partition, position) -> change.applyAsLong(position));
    return changed;
  }

  private final class FaultyReceiver implements Receiver<T> {
    private final Receiver<T> receiver;
    private long resumedAfter;
    private long stored;
    private long received;

    FaultyReceiver(Receiver<T> receiver) {
      this.receiver = receiver;
    }

    @Override
    public void start(ReceiverContext<T> context, Map<String, Long> resumeAfter) {
      resumedAfter = resumeAfter.values().stream().mapToLong(Long::longValue).sum();
      receiver.start(new FaultyContext(context), changed(resumeAfter, mistake::resume));
    }

    @Override
    public void acknowledged(Map<String, Long> durable) {
      receiver.acknowledged(changed(durable, at -> mistake.acknowledged(at, received)));
    }

    @Override
    public void stop() {
      receiver.stop();
    }

    private long next(String partition, long position) {
      received = Math.max(received, position);
      if (mistake.acknowledgesOnReceipt()) {
        receiver.acknowledged(Map.of(partition, position));
      }
      return mistake.position(position, resumedAfter, stored++);
    }

    private final class FaultyContext implements ReceiverContext<T> {
      private final ReceiverContext<T> context;

      FaultyContext(ReceiverContext<T> context) {
        this.context = context;
      }

      @Override
      public void store(T record, String partition, long position) {
        context.store(record, partition, next(partition, position));
      }

      @Override
      public void storeEncoded(
          byte[] bytes, int offset, int length, String partition, long position) {
        context.storeEncoded(bytes, offset, length, partition, next(partition, position));
      }

      @Override
      public boolean storeTogether(List<T> records, String partition, long position) {
        return context.storeTogether(records, partition, next(partition, position));
      }

      @Override
      public boolean storeBlock(List<T> records, String partition, long position) {
        return context.storeBlock(records, partition, next(partition, position));
      }

      @Override
      public long storedUpTo(String partition) {
        return context.storedUpTo(partition);
      }

      @Override
      public void forget(String partition) {
        context.forget(partition);
      }

      @Override
      public void spawn(String name, Runnable loop) {
        context.spawn(name, loop);
      }

      @Override
      public void fail(String reason, Throwable cause) {
        context.fail(reason, cause);
      }

      @Override
      public boolean stopped() {
        return context.stopped();
      }

      @Override
      public Scheduler scheduler() {
        return context.scheduler();
      }

      @Override
      public Storage storage(String location) {
        return context.storage(location);
      }
    }
  }
}
