package io.holdfast.engine.block;

import io.holdfast.NotReplayableException;
import io.holdfast.SourceFailedException;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.source.DirectContext;
import io.holdfast.source.DirectReader;
import io.holdfast.source.DirectSource;
import io.holdfast.source.RecordsGoneException;
import io.holdfast.source.SourceRange;
import java.io.IOException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the blocks of one stream out of its source. Tasks share a reader; when it fails, the next
 * task opens another, and the old one is closed by the last that uses it. Any thread; blocks.
 */
public final class DirectReads<T> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DirectReads.class);

  private final String stream;
  private final DirectSource<T> source;
  private final DirectContext context;
  private Shared current;
  private boolean closed;

  public DirectReads(String stream, DirectSource<T> source, DirectContext context) {
    this.stream = stream;
    this.source = source;
    this.context = context;
  }

  DirectSource<T> source() {
    return source;
  }

  /** A reader and how many tasks use it. */
  private final class Shared {
    private final DirectReader<T> reader;
    private int users;

    Shared(DirectReader<T> reader) {
      this.reader = reader;
    }
  }

  /**
   * Yields the records of a block.
   *
   * @throws NotReplayableException if the source does not have them any more
   * @throws SourceFailedException if it cannot be read now
   */
  public void forEach(ReceivedBlock block, SourceRange range, Consumer<? super T> action) {
    Guarded guarded = new Guarded(action);
    Shared used = null;
    try {
      used = acquire();
      used.reader.read(range, guarded);
    } catch (RecordsGoneException e) {
      guarded.rethrow();
      throw gone(block, e);
    } catch (IOException | RuntimeException e) {
      guarded.rethrow();
      abandon(used);
      throw unreadable(range, e);
    } finally {
      release(used);
    }
    guarded.rethrow();
  }

  /** What a job hears that needs records which its source has lost. */
  private NotReplayableException gone(ReceivedBlock block, RecordsGoneException e) {
    return SourceErrors.gone(
        stream,
        source.description(),
        "block " + block.sequence() + ", which is journaled and not processed",
        e);
  }

  private SourceFailedException unreadable(SourceRange range, Exception e) {
    return new SourceFailedException(
        "Input stream '"
            + stream
            + "' ("
            + source.description()
            + ") cannot be read: partition "
            + range
            + ": "
            + SourceErrors.words(e)
            + ". The batch is still pending; mend the source and start again.",
        e);
  }

  private synchronized Shared acquire() throws IOException {
    if (closed) {
      throw new IOException("the job has ended");
    }
    if (current == null) {
      current = new Shared(source.open(context));
    }
    current.users++;
    return current;
  }

  private synchronized void abandon(Shared failed) {
    if (failed != null && current == failed) {
      current = null;
    }
  }

  private synchronized void release(Shared used) {
    if (used != null && --used.users == 0 && (used != current || closed)) {
      close(used.reader);
    }
  }

  @Override
  public synchronized void close() {
    boolean unused = current != null && current.users == 0 && !closed;
    closed = true;
    if (unused) {
      close(current.reader);
    }
  }

  private void close(DirectReader<T> reader) {
    try {
      reader.close();
    } catch (IOException | RuntimeException e) {
      LOG.warn("Input stream '{}': closing a reader of its source failed", stream, e);
    }
  }

  /** What the action throws is not the source's, whatever the reader makes of it. */
  private final class Guarded implements Consumer<T> {
    private final Consumer<? super T> action;
    private RuntimeException exception;
    private Error error;

    Guarded(Consumer<? super T> action) {
      this.action = action;
    }

    @Override
    public void accept(T row) {
      try {
        action.accept(row);
      } catch (RuntimeException e) {
        exception = e;
        throw e;
      } catch (Error e) {
        error = e;
        throw e;
      }
    }

    void rethrow() {
      if (error != null) {
        throw error;
      }
      if (exception != null) {
        throw exception;
      }
    }
  }
}
