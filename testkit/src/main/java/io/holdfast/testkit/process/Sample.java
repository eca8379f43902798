package io.holdfast.testkit.process;

import io.holdfast.ConfigurationException;
import io.holdfast.source.DirectSource;
import io.holdfast.source.ReceiverSource;
import io.holdfast.source.RecordCodec;
import io.holdfast.source.SourceChoice;
import io.holdfast.testkit.job.SampleInput;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Puts lines of files in the place of the sources that a job defines, and knows when all of them
 * are safe. Safe for use by many threads.
 */
final class Sample implements SourceChoice {
  private final JobSpec spec;
  private final Map<String, Boolean> safe = new TreeMap<>();
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private Map<String, List<String>> lines;

  Sample(JobSpec spec) {
    this.spec = spec;
  }

  /**
   * Completes when the last line of every stream is safe; exceptionally when a stream asks for a
   * line that it has acknowledged. Asked for when the job has named all of its streams.
   */
  synchronized CompletableFuture<Void> done() {
    if (safe.isEmpty()) {
      done.complete(null);
    }
    return done;
  }

  @Override
  @SuppressWarnings("unchecked") // a stream with the codec of text has records of type String
  public <T> ReceiverSource<T> choose(String stream, ReceiverSource<T> defined) {
    if (spec.own().contains(stream)) {
      return defined;
    }
    if (defined.codec() != (RecordCodec<?>) RecordCodec.text()) {
      throw new ConfigurationException(
          "The stream '"
              + stream
              + "' has records that are no lines of text, so lines of "
              + spec.input()
              + " cannot stand in for them. Prove the job in simulation, or give it conditions"
              + " with a source of its own.");
    }
    synchronized (this) {
      safe.put(stream, false);
    }
    return (ReceiverSource<T>) new SampleSource(stream, spec.linesPerSecond(), this);
  }

  /** A process reads in place only what is there. */
  @Override
  public <T> DirectSource<T> chooseDirect(String stream, DirectSource<T> defined) {
    if (spec.own().contains(stream)) {
      return defined;
    }
    throw new ConfigurationException(
        "The stream '"
            + stream
            + "' is read in place from "
            + defined.description()
            + ", so lines of "
            + spec.input()
            + " cannot be sent to it. Prove the job in simulation, or let the stream read from its"
            + " own source.");
  }

  /** All lines of a stream; asked for when the job has named all of its streams. */
  synchronized List<String> lines(String stream) {
    if (lines == null) {
      lines = SampleInput.read(spec.input(), List.copyOf(safe.keySet()));
    }
    return lines.get(stream);
  }

  SentLines sent(String stream) {
    return SentLines.open(spec.directory().acknowledged(stream));
  }

  synchronized void allSafe(String stream) {
    safe.put(stream, true);
    if (!safe.containsValue(false)) {
      done.complete(null);
    }
  }

  void violated(String what) {
    done.completeExceptionally(new IllegalStateException(what));
  }
}
