package io.holdfast.testkit.chaos;

import io.holdfast.runtime.Scheduler;
import io.holdfast.source.Receiver;
import io.holdfast.source.ReceiverContext;
import io.holdfast.source.ReceiverSource;
import io.holdfast.source.RecordCodec;
import io.holdfast.source.SourceChoice;
import io.holdfast.testkit.process.LifeConditions;
import io.holdfast.wal.storage.Storage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The lines come out of a process that the job has started, at the pace of the sample. Its input is
 * named by the system property {@value #INPUT}.
 */
public class FedByChild implements LifeConditions {
  static final String INPUT = "chaos.input";

  @Override
  public SourceChoice sources(SourceChoice samples) {
    return new SourceChoice() {
      @Override
      public <T> ReceiverSource<T> choose(String stream, ReceiverSource<T> defined) {
        return new FedSource<>(samples.choose(stream, defined));
      }
    };
  }

  private record FedSource<T>(ReceiverSource<T> sample) implements ReceiverSource<T> {
    private static final long serialVersionUID = 1L;

    @Override
    public String description() {
      return "lines of a child process";
    }

    @Override
    public RecordCodec<T> codec() {
      return sample.codec();
    }

    @Override
    public SourcePromise promise() {
      return sample.promise();
    }

    @Override
    public Receiver<T> createReceiver() {
      return new FedReceiver<>(sample.createReceiver(), sample.codec());
    }
  }

  private static final class FedReceiver<T> implements Receiver<T> {
    private final Receiver<T> sample;
    private final RecordCodec<T> codec;
    private Process feeder;

    FedReceiver(Receiver<T> sample, RecordCodec<T> codec) {
      this.sample = sample;
      this.codec = codec;
    }

    @Override
    public void start(ReceiverContext<T> context, Map<String, Long> resumeAfter) {
      long next = resumeAfter.getOrDefault("line", 0L) + 1;
      try {
        // Stays after the last line, until it is killed.
        feeder =
            new ProcessBuilder("tail", "-n", "+" + next, "-f", System.getProperty(INPUT)).start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      sample.start(
          new Fed<>(context, codec, feeder.inputReader(StandardCharsets.UTF_8)), resumeAfter);
    }

    @Override
    public void acknowledged(Map<String, Long> durable) {
      sample.acknowledged(durable);
    }

    @Override
    public void stop() {
      sample.stop();
      feeder.destroy();
    }
  }

  /** Stores what the feeder says in the place of what the sample says. */
  private record Fed<T>(ReceiverContext<T> engine, RecordCodec<T> codec, BufferedReader feeder)
      implements ReceiverContext<T> {
    @Override
    public void store(T record, String partition, long position) {
      try {
        byte[] line = feeder.readLine().getBytes(StandardCharsets.UTF_8);
        engine.store(codec.decode(line, 0, line.length), partition, position);
      } catch (IOException e) {
        engine.fail("the feeder has ended", e);
      }
    }

    @Override
    public void storeEncoded(
        byte[] bytes, int offset, int length, String partition, long position) {
      store(codec.decode(bytes, offset, length), partition, position);
    }

    @Override
    public boolean storeTogether(List<T> records, String partition, long position) {
      throw new UnsupportedOperationException("the feeder has single lines");
    }

    @Override
    public boolean storeBlock(List<T> records, String partition, long position) {
      throw new UnsupportedOperationException("the feeder has single lines");
    }

    @Override
    public long storedUpTo(String partition) {
      return engine.storedUpTo(partition);
    }

    @Override
    public void forget(String partition) {
      engine.forget(partition);
    }

    @Override
    public void spawn(String name, Runnable loop) {
      engine.spawn(name, loop);
    }

    @Override
    public void fail(String reason, Throwable cause) {
      engine.fail(reason, cause);
    }

    @Override
    public boolean stopped() {
      return engine.stopped();
    }

    @Override
    public Scheduler scheduler() {
      return engine.scheduler();
    }

    @Override
    public Storage storage(String location) {
      return engine.storage(location);
    }
  }
}
