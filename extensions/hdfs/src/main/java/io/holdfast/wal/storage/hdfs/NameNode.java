package io.holdfast.wal.storage.hdfs;

import io.holdfast.runtime.Scheduler;
import io.holdfast.runtime.Scheduler.Cancellable;
import io.holdfast.runtime.SerialExecutor;
import io.holdfast.wal.storage.StorageException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls of a file system that may have to wait: bounded, and never in silence. Hadoop's client
 * repeats a call that has got no answer (its identity makes the NameNode do it once); here a call
 * that is refused in safe mode is made again, and every few seconds a line says what is waited for.
 * May be used by many threads.
 */
final class NameNode {
  private static final Logger LOG = LoggerFactory.getLogger(NameNode.class);
  private static final Duration REPORT_EVERY = Duration.ofSeconds(3);
  private static final Duration ASK_AGAIN_AFTER = Duration.ofMillis(500);
  private static final long SLACK_MILLIS = 10_000;

  private final String address;
  private final DistributedFileSystem files;
  private final HdfsOptions options;
  private final Scheduler scheduler;
  private final Lanes lanes;
  private final HdfsErrors errors;
  private final AtomicInteger fewest = new AtomicInteger(Integer.MAX_VALUE);

  private record Lanes(SerialExecutor waits, SerialExecutor heartbeats) {}

  /** Something that the file system is asked to do. */
  @FunctionalInterface
  interface Call<T> {
    T on(DistributedFileSystem files) throws IOException;
  }

  NameNode(DistributedFileSystem files, HdfsOptions options, Scheduler scheduler) {
    this(
        files,
        options,
        scheduler,
        new Lanes(scheduler.serial("hdfs-waits"), scheduler.serial("hdfs-beats")));
  }

  private NameNode(
      DistributedFileSystem files, HdfsOptions options, Scheduler scheduler, Lanes lanes) {
    this.address = HdfsConnection.address(files);
    this.files = files;
    this.options = options;
    this.scheduler = scheduler;
    this.lanes = lanes;
    this.errors = new HdfsErrors(address);
  }

  /** Another connection to the same place. */
  NameNode again(Path root) {
    return new NameNode(HdfsConnection.again(root, options), options, scheduler, lanes);
  }

  /** Where the heartbeats of locks are sent: a call may take as long as the NameNode lets it. */
  SerialExecutor heartbeats() {
    return lanes.heartbeats;
  }

  /**
   * A file has fewer DataNodes than it should have, or fewer than before. Says whether that is
   * news: whether no file had so few since one was made that has all.
   */
  boolean isNewsToHaveOnly(int dataNodes) {
    return fewest.getAndAccumulate(dataNodes, Math::min) > dataNodes;
  }

  /** A new file has all DataNodes that it should have. */
  void hasAll() {
    fewest.set(Integer.MAX_VALUE);
  }

  HdfsErrors errors() {
    return errors;
  }

  Scheduler scheduler() {
    return scheduler;
  }

  HdfsOptions options() {
    return options;
  }

  /** As {@link #ask}, with every error translated. */
  <T> T call(String operation, Object path, Call<T> call) {
    try {
      return ask(operation, path, call);
    } catch (IOException e) {
      throw errors.translate(operation, path, e);
    }
  }

  /**
   * Makes a call, and makes it again while the NameNode is in safe mode.
   *
   * @throws IOException what the call has thrown, out of its envelope; of the kind {@link
   *     HdfsErrors#isNotNow} after the time for safe mode has passed
   */
  <T> T ask(String operation, Object path, Call<T> call) throws IOException {
    long start = scheduler.nanoTime();
    try (Watch watch = new Watch(operation + " " + path, start)) {
      while (true) {
        try {
          return call.on(files);
        } catch (IOException e) {
          IOException cause = HdfsErrors.unwrap(e);
          boolean patient = scheduler.nanoTime() - start < options.safeModeTimeout().toNanos();
          if (!HdfsErrors.isNotNow(cause) || !patient) {
            throw cause;
          }
          watch.reason(
              "which is in safe mode; gives up after "
                  + options.safeModeTimeout().toSeconds()
                  + " s");
          pause(ASK_AGAIN_AFTER);
        }
      }
    }
  }

  /** Says every few seconds that {@code what} still goes on, until it is closed. */
  Watch watch(String what) {
    return new Watch(what, scheduler.nanoTime());
  }

  /** Gives the connection back; files that are open through it are closed. */
  void close() {
    try {
      files.close();
    } catch (IOException e) {
      throw errors.translate("close storage", address, e);
    }
  }

  /** Waits; whoever calls this has said to a {@link Watch} what for. */
  void pause(Duration time) throws InterruptedIOException {
    CompletableFuture<Void> over = new CompletableFuture<>();
    Cancellable wake = scheduler.schedule(time, lanes.waits, () -> over.complete(null));
    try {
      over.get(time.toMillis() + SLACK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      wake.cancel();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting");
    } catch (TimeoutException e) {
      throw new StorageException("The storage was closed while a call was waiting", e);
    } catch (ExecutionException e) {
      throw new AssertionError("nobody fails it", e);
    }
  }

  /** Reports on a wait that is under way. */
  final class Watch implements AutoCloseable {
    private final String what;
    private final long start;
    private final AtomicReference<String> reason;
    private volatile boolean closed;
    private volatile Cancellable next;

    private Watch(String what, long start) {
      this.what = what;
      this.start = start;
      this.reason =
          new AtomicReference<>(
              "it has about " + options.nameNodeTimeout().toSeconds() + " s to answer");
      schedule();
    }

    void reason(String text) {
      reason.set(text);
    }

    private void schedule() {
      next = scheduler.schedule(REPORT_EVERY, lanes.waits, this::report);
    }

    private void report() {
      if (!closed) {
        LOG.warn(
            "{}: still waiting after {} s for HDFS {}; {}",
            what,
            TimeUnit.NANOSECONDS.toSeconds(scheduler.nanoTime() - start),
            address,
            reason);
        schedule();
      }
    }

    @Override
    public void close() {
      closed = true;
      next.cancel();
    }
  }
}
