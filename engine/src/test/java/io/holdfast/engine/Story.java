package io.holdfast.engine;

import io.holdfast.stream.StreamingListener;
import java.util.ArrayList;
import java.util.List;

/** Writes down everything that a listener is told. */
final class Story implements StreamingListener {
  final List<String> lines = new ArrayList<>();
  final List<LogActivity> logs = new ArrayList<>();
  RecoveryEnd recovery;
  JobEnd end;

  /** The lines that begin like this. */
  List<String> of(String beginning) {
    return lines.stream().filter(line -> line.startsWith(beginning)).toList();
  }

  @Override
  public void onRecovery(RecoverySummary found) {
    lines.add("recovery planned: " + found.pendingBatches() + " batches");
  }

  @Override
  public void onCheckpointPassedOver(CheckpointPassedOver checkpoint) {
    lines.add("checkpoint passed over: " + checkpoint.location());
  }

  @Override
  public void onJobStarted(JobStart job) {
    lines.add(
        "job started: "
            + String.join(
                " ",
                job.application(),
                "epoch " + job.epoch(),
                job.streams().toString(),
                job.states().toString(),
                job.outputs().toString()));
  }

  @Override
  public void onRecoveryFinished(RecoveryEnd end) {
    recovery = end;
    lines.add("recovery finished: " + end.batches() + " batches");
  }

  @Override
  public void onJobStopped(JobEnd job) {
    end = job;
    lines.add("job stopped: " + job.failure().map(Throwable::getMessage).orElse("asked to"));
  }

  @Override
  public void onBlockAdded(BlockInfo block) {
    lines.add("block " + block.sequence());
  }

  @Override
  public void onBatchSubmitted(BatchStep batch) {
    lines.add("batch submitted: " + batch.records());
  }

  @Override
  public void onBatchStarted(BatchStep batch) {
    lines.add("batch started: " + batch.records());
  }

  @Override
  public void onOutputCommitted(OutputInfo output) {
    lines.add("output committed: " + output.output());
  }

  @Override
  public void onBatchCompleted(BatchInfo batch) {
    lines.add("batch completed: " + batch.records());
  }

  @Override
  public void onBatchFailed(BatchFailure batch) {
    lines.add("batch failed: " + batch.records());
  }

  @Override
  public void onCheckpointStarted(CheckpointStart checkpoint) {
    lines.add("checkpoint started: " + checkpoint.name());
  }

  @Override
  public void onCheckpoint(CheckpointInfo checkpoint) {
    lines.add("checkpoint: " + checkpoint.name());
  }

  @Override
  public void onReceiver(ReceiverInfo receiver) {
    lines.add("receiver " + receiver.event());
  }

  @Override
  public void onLog(LogActivity log) {
    logs.add(log);
  }
}
