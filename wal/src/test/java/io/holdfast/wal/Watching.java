package io.holdfast.wal;

import io.holdfast.wal.storage.simulated.OperationObserver;
import io.holdfast.wal.storage.simulated.StorageOperation;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Notes at each operation what a caller of the log could know. */
record Watching(WriteAheadLog log, CompletableFuture<Acknowledgement> future, List<String> seen)
    implements OperationObserver {

  @Override
  public void before(StorageOperation operation) {
    note("before ", operation);
  }

  @Override
  public void after(StorageOperation operation) {
    note("after ", operation);
  }

  private void note(String when, StorageOperation operation) {
    seen.add(
        when + operation.kind() + ": done " + future.isDone() + ", durable " + log.durableLsn());
  }
}
