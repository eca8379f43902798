package io.holdfast.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.JobFailedException;
import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.ForwardingAppender;
import io.holdfast.wal.storage.ForwardingStorage;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** A driver comes to its end, also when its files and its lock cannot be closed. */
final class FailingCloseTest {
  private static final long MAX_STEPS = 100_000;
  private static boolean unreachable;
  private static Runnable inTheBatch;

  private final SimulatedDisk disk = new SimulatedDisk();
  private final SimulatedScheduler scheduler = new SimulatedScheduler(1, 1_000_000);

  private StreamingContext start() {
    unreachable = false;
    StreamingContext context =
        StreamingContext.getOrCreate(
            StreamingConfig.builder("closing", new Unclosable(disk.storage()))
                .scheduler(scheduler)
                .build(),
            defined ->
                defined
                    .receiverStream("lines", new OneLine())
                    .foreachRdd("run", (rows, txn) -> inTheBatch.run()));
    context.start();
    return context;
  }

  private Throwable failure(CompletableFuture<?> ended) {
    scheduler.runUntil(ended::isDone, MAX_STEPS);
    assertTrue(ended.isDone(), "it hangs");
    return assertThrows(CompletionException.class, ended::join).getCause();
  }

  private static void assertSaysThatNothingAnswers(Throwable error) {
    assertEquals("nothing answers", assertInstanceOf(StorageException.class, error).getMessage());
  }

  @Test
  void jobThatFailsEndsWithItsFailure() {
    IllegalStateException noCustomer = new IllegalStateException("no such customer");
    inTheBatch =
        () -> {
          unreachable = true;
          throw noCustomer;
        };
    Throwable end = failure(start().termination());
    assertSame(noCustomer, assertInstanceOf(JobFailedException.class, end).getCause());
    assertSaysThatNothingAnswers(end.getSuppressed()[0]);
  }

  @Test
  void stopEndsWithWhatCouldNotBeClosed() {
    inTheBatch = () -> unreachable = true;
    StreamingContext context = start();
    scheduler.runUntil(() -> unreachable, MAX_STEPS);
    CompletableFuture<?> stopped = context.stopAsync(Duration.ofSeconds(1));
    scheduler.runUntil(stopped::isDone, MAX_STEPS);
    assertSaysThatNothingAnswers(failure(context.termination()));
  }

  /** From a moment on, what is open cannot be closed. */
  private static final class Unclosable extends ForwardingStorage {
    Unclosable(Storage inner) {
      super(inner);
    }

    private static void close(Runnable real) {
      real.run();
      if (unreachable) {
        throw new StorageException("nothing answers", null);
      }
    }

    @Override
    public Storage directory(String path) {
      return new Unclosable(inner().directory(path));
    }

    @Override
    public Appender createExclusive(String path) {
      return new UnclosableFile(inner().createExclusive(path));
    }

    @Override
    public Appender createExclusive(String path, long expectedBytes) {
      return new UnclosableFile(inner().createExclusive(path, expectedBytes));
    }

    @Override
    public Lock lock(String path) {
      Lock real = inner().lock(path);
      return new Lock() {
        @Override
        public void describe(String text) {
          real.describe(text);
        }

        @Override
        public void close() {
          Unclosable.close(real::close);
        }
      };
    }
  }

  private static final class UnclosableFile extends ForwardingAppender {
    UnclosableFile(Appender real) {
      super(real);
    }

    @Override
    public void close() {
      Unclosable.close(super::close);
    }
  }
}
