package io.holdfast.benchmarks.peers.jet;

import com.hazelcast.jet.core.Inbox;
import com.hazelcast.jet.core.Outbox;
import com.hazelcast.jet.core.Processor;
import com.hazelcast.jet.core.ProcessorMetaSupplier;
import com.hazelcast.jet.core.Watermark;
import com.hazelcast.jet.impl.connector.WriteFileP;
import com.hazelcast.jet.pipeline.FileSinkBuilder;
import com.hazelcast.jet.pipeline.Sink;
import com.hazelcast.jet.pipeline.Sinks;

/** Jet's exactly-once sink for files, with somebody told when it has committed. */
final class WatchedFiles implements Processor {
  private final Processor files;

  private WatchedFiles(Processor files) {
    this.files = files;
  }

  static Sink<String> sink(String directory) {
    return Sinks.fromProcessor(
        "files",
        ProcessorMetaSupplier.preferLocalParallelismOne(
            () ->
                new WatchedFiles(
                    new WriteFileP<String>(
                        directory,
                        piece -> piece,
                        "UTF-8",
                        null,
                        FileSinkBuilder.DISABLE_ROLLING,
                        true,
                        () -> 0))));
  }

  @Override
  public boolean snapshotCommitFinish(boolean success) {
    boolean done = files.snapshotCommitFinish(success);
    if (done && success) {
      Feed.committed();
    }
    return done;
  }

  @Override
  public boolean isCooperative() {
    return files.isCooperative();
  }

  @Override
  public void init(Outbox outbox, Context context) throws Exception {
    files.init(outbox, context);
  }

  @Override
  public boolean tryProcess() {
    return files.tryProcess();
  }

  @Override
  public void process(int ordinal, Inbox inbox) {
    files.process(ordinal, inbox);
  }

  @Override
  public boolean tryProcessWatermark(Watermark watermark) {
    return files.tryProcessWatermark(watermark);
  }

  @Override
  public boolean complete() {
    return files.complete();
  }

  @Override
  public boolean saveToSnapshot() {
    return files.saveToSnapshot();
  }

  @Override
  public boolean snapshotCommitPrepare() {
    return files.snapshotCommitPrepare();
  }

  @Override
  public void restoreFromSnapshot(Inbox inbox) {
    files.restoreFromSnapshot(inbox);
  }

  @Override
  public boolean finishSnapshotRestore() {
    return files.finishSnapshotRestore();
  }

  @Override
  public void close() throws Exception {
    files.close();
  }
}
