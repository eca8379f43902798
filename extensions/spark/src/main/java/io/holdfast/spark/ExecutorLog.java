package io.holdfast.spark;

import io.holdfast.engine.ApplicationLayout;
import io.holdfast.runtime.CompositionRoot;
import io.holdfast.runtime.Scheduler;
import io.holdfast.wal.Acknowledgement;
import io.holdfast.wal.EpochClaim;
import io.holdfast.wal.LogHandle;
import io.holdfast.wal.LogOptions;
import io.holdfast.wal.LogScan;
import io.holdfast.wal.LogScanner;
import io.holdfast.wal.WriteAheadLog;
import io.holdfast.wal.storage.Storage;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.SparkEnv;

/**
 * The log that this process writes for one driver: changes of states, and blocks that are received
 * here. A new one for each process and driver, so that it needs no lock; a newer driver fences it.
 * Any thread.
 */
@CompositionRoot("a process names itself")
final class ExecutorLog implements AutoCloseable {
  private static final int NAME_LENGTH = 8;

  private final String name;
  private final WriteAheadLog log;
  private volatile boolean failed;

  /** Begins one. */
  ExecutorLog(SentJob job, Storage storage, Scheduler scheduler) {
    String process =
        SparkEnv.get().executorId() + "-" + UUID.randomUUID().toString().substring(0, NAME_LENGTH);
    this.name = ApplicationLayout.executorLog(job.epoch(), process);
    String directory = ApplicationLayout.dataLog(name);
    LogScan empty =
        LogScanner.recover(
            storage,
            directory,
            ApplicationLayout.logId(job.application(), directory),
            0,
            (segment, frame) -> {});
    WriteAheadLog.Writer writer =
        new WriteAheadLog.Writer(
            "log-" + name,
            job.epoch(),
            EpochClaim.of(storage, ApplicationLayout.EPOCHS, job.epoch()));
    this.log = WriteAheadLog.start(storage, empty, writer, LogOptions.DEFAULT, scheduler);
  }

  String name() {
    return name;
  }

  /** Whether an append has failed: then nothing can be appended any more. */
  boolean failed() {
    return failed;
  }

  CompletableFuture<Acknowledgement> append(ByteBuffer record) {
    return log.append(record)
        .whenComplete(
            (done, error) -> {
              if (error != null) {
                failed = true;
              }
            });
  }

  /** Appends records; they are durable when it returns. */
  List<LogHandle> appendAll(List<ByteBuffer> records) {
    List<CompletableFuture<Acknowledgement>> appended = records.stream().map(this::append).toList();
    return appended.stream().map(each -> each.join().handle()).toList();
  }

  @Override
  public void close() {
    log.close();
  }
}
