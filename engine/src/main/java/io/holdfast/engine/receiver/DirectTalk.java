package io.holdfast.engine.receiver;

import io.holdfast.HoldfastException;
import io.holdfast.SourceFailedException;
import io.holdfast.engine.block.SourceErrors;
import io.holdfast.source.DirectContext;
import io.holdfast.source.DirectReader;
import io.holdfast.source.RecordsGoneException;
import java.io.IOException;
import java.time.Duration;

/**
 * Talks to a direct source, one thing at a time: opens a reader, closes it when it fails, counts
 * failures, and says what cannot be mended by trying again. Used on the stream's executor, but for
 * {@link #stop}.
 */
final class DirectTalk<T> {
  private final DirectSupervisor.Stream<T> stream;
  private final DirectContext context;
  private final SupervisorPolicy policy;
  private final ReceiverReports reports;
  private DirectReader<T> reader;
  private int failuresInRow;
  private boolean worked;
  private boolean stopping;
  private boolean busy;

  DirectTalk(
      DirectSupervisor.Stream<T> stream,
      DirectContext context,
      SupervisorPolicy policy,
      ReceiverReports reports) {
    this.stream = stream;
    this.context = context;
    this.policy = policy;
    this.reports = reports;
  }

  /** Something that is said to a reader. */
  interface Talk<T> {
    void with(DirectReader<T> reader) throws IOException;
  }

  /** Asks, opening a reader if there is none; false if it is to be asked again after a while. */
  boolean asks(Talk<T> talk) {
    boolean well =
        talks(
            () -> {
              if (reader == null) {
                reader = stream.source().open(context);
              }
              talk.with(reader);
            });
    failuresInRow = well ? 0 : failuresInRow;
    worked |= well;
    return well;
  }

  /** Tells something, if there is a reader that listens. */
  void tells(Talk<T> talk) {
    boolean unused =
        talks(
            () -> {
              if (reader != null) {
                talk.with(reader);
              }
            });
  }

  /** How long to wait before it is asked again. */
  Duration backOff() {
    return policy.backOff(Math.max(1, failuresInRow));
  }

  synchronized boolean stopping() {
    return stopping;
  }

  /**
   * Ends it. What is under way ends by itself and closes the reader; else it is closed here and
   * now, since the stream's executor may never get to it.
   *
   * @return whether it had not been stopped before
   */
  synchronized boolean stop() {
    boolean first = !stopping;
    stopping = true;
    if (first && !busy) {
      close();
    }
    return first;
  }

  private interface Step {
    void run() throws IOException;
  }

  private boolean talks(Step step) {
    synchronized (this) {
      if (stopping) {
        return false;
      }
      busy = true;
    }
    try {
      step.run();
      return true;
    } catch (RecordsGoneException e) {
      String wanted = "the next blocks, which are not read yet";
      end(SourceErrors.gone(stream.name(), stream.source().description(), wanted, e));
    } catch (HoldfastException e) {
      if (SourceErrors.isLasting(e, worked)) {
        end(e);
      } else {
        failed(e);
      }
    } catch (IOException | RuntimeException e) {
      failed(e);
    } finally {
      settle();
    }
    return false;
  }

  private synchronized void settle() {
    busy = false;
    if (stopping) {
      close();
    }
  }

  private void failed(Exception cause) {
    String reason = SourceErrors.words(cause);
    close();
    failuresInRow++;
    if (failuresInRow < policy.maxAttemptsInRow()) {
      String again = "; next attempt in " + backOff().toMillis() + " ms";
      reports.event(stream.name(), "restarting", reason + again);
      return;
    }
    end(
        new SourceFailedException(
            "Input stream '"
                + stream.name()
                + "' ("
                + stream.source().description()
                + ") failed "
                + failuresInRow
                + " times in a row, the last time: "
                + reason
                + ". Everything journaled so far is kept; mend the source and start again.",
            cause));
  }

  private void end(HoldfastException error) {
    synchronized (this) {
      stopping = true;
    }
    reports.event(stream.name(), "gave up", String.valueOf(error.getMessage()));
    reports.gaveUp(error);
  }

  private void close() {
    DirectReader<T> closing = reader;
    reader = null;
    if (closing != null) {
      try {
        closing.close();
      } catch (IOException | RuntimeException e) {
        reports.event(stream.name(), "not closed", SourceErrors.words(e));
      }
    }
  }
}
