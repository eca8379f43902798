package io.holdfast.testkit.scenario;

import io.holdfast.stream.BatchTime;
import io.holdfast.stream.StreamingListener;
import io.holdfast.testkit.fault.Crash;
import io.holdfast.testkit.fault.Crash.Phase;
import io.holdfast.testkit.fault.CrashPoint;
import io.holdfast.wal.storage.simulated.CrashProfile;
import io.holdfast.wal.storage.simulated.StorageOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Tells what happens around a crash, life by life, for people. One thread. */
final class Chronicle implements Replay.Witness {
  private static final int SHOWN_RECORDS = 12;

  private final Scenario scenario;
  private final List<String> lines = new ArrayList<>();
  private int lives;

  private Chronicle(Scenario scenario) {
    this.scenario = scenario;
  }

  /**
   * Runs a scenario through its crashes once more and tells it.
   *
   * @param what was wrong in the end
   */
  static List<String> tell(
      Scenario scenario, Depth depth, Conditions conditions, CrashPoint point, String what) {
    Chronicle chronicle = new Chronicle(scenario);
    chronicle.input();
    scenario.earlier().forEach(earlier -> chronicle.lines.add("Before: " + earlier + "."));
    scenario.disturbances().forEach(event -> chronicle.lines.add("On the way " + event + "."));
    Replay replay = new Replay(scenario, conditions, depth.variations());
    Optional<Site> found = replay.through(point, chronicle);
    found.ifPresent(site -> chronicle.last(site, conditions));
    chronicle.lines.add("In the end: " + what);
    return chronicle.lines;
  }

  private void input() {
    for (Map.Entry<String, List<String>> stream : scenario.records().entrySet()) {
      List<String> records = stream.getValue();
      List<String> shown = records.subList(0, Math.min(SHOWN_RECORDS, records.size()));
      lines.add(
          "Stream '"
              + stream.getKey()
              + "' gets "
              + count(records.size(), "record", "records")
              + ": "
              + shown
              + (shown.size() < records.size() ? " and so on" : "")
              + ".");
    }
  }

  @Override
  public void born(Life life) {
    lives++;
    lines.add("Life " + lives + " starts.");
    life.addListener(new Teller(life));
  }

  @Override
  public void crashed(Life life, Crash crash, StorageOperation operation) {
    lines.add(
        at(life)
            + "CRASH "
            + (crash.phase() == Phase.BEFORE
                ? "before "
                : crash.phase() == Phase.AFTER ? "after " : "in the middle of ")
            + operation.toString().replace("operation", "step")
            + ". "
            + loss(crash.profile()));
  }

  /** What a profile loses, in words. */
  static String loss(CrashProfile profile) {
    return switch (profile) {
      case KILL -> "The process is killed; everything written is still there.";
      case LOSE_ALL -> "The machine stops; everything that was not forced is lost.";
      case EXT4_ORDERED -> "The machine stops; of what was not forced a beginning is there (ext4).";
      case XFS -> "The machine stops; of what was not forced a beginning is there, or zeros (XFS).";
      case ADVERSARIAL ->
          "The machine stops; of what was not forced anything may be there, or garbage.";
      case HDFS -> "The cluster stops; of what was not synced a beginning is there.";
    };
  }

  private void last(Site site, Conditions conditions) {
    lives++;
    lines.add("Life " + lives + " starts on what was left.");
    Life life = new Life(scenario, site, ~scenario.seed(), conditions);
    life.addListener(new Teller(life));
    Recovery recovery = Recovery.of(life);
    lines.add(
        recovery.ended()
            ? "Life " + lives + " has come to its end."
            : "Life " + lives + " does not come to its end.");
  }

  private static String count(long number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }

  private static String at(Life life) {
    long millis = TimeUnit.NANOSECONDS.toMillis(life.elapsedNanos());
    return "  " + millis + " ms: ";
  }

  /** Writes down what a life reports. */
  private final class Teller implements StreamingListener {
    private final Life life;

    Teller(Life life) {
      this.life = life;
    }

    private void say(String what) {
      lines.add(at(life) + what);
    }

    @Override
    public void onRecovery(RecoverySummary recovery) {
      say(
          "it finds checkpoint "
              + recovery.checkpoint()
              + ", "
              + count(recovery.pendingBatches(), "batch", "batches")
              + " allocated and not completed, "
              + count(recovery.unallocatedBlocks(), "block", "blocks")
              + " in none");
    }

    @Override
    public void onBlockAdded(BlockInfo block) {
      say(
          "block "
              + block.sequence()
              + " of '"
              + block.stream()
              + "' with "
              + count(block.records(), "record", "records")
              + " is durable, its sender may be told (F1, F2)");
    }

    @Override
    public void onBatchCompleted(BatchInfo batch) {
      say(
          "batch "
              + name(batch.time())
              + " with "
              + count(batch.records(), "record", "records")
              + " is completed: state and outputs are durable (F3 to F6)");
    }

    @Override
    public void onCheckpoint(CheckpointInfo checkpoint) {
      say("checkpoint " + checkpoint.name() + " is written (F7)");
    }

    @Override
    public void onReceiver(ReceiverInfo receiver) {
      if (receiver.event().equals("restarting")) {
        say("the receiver of '" + receiver.stream() + "' fails: " + receiver.detail());
      }
    }

    private static String name(BatchTime batch) {
      return "+" + (batch.epochMillis() - Site.START_MILLIS) + " ms";
    }
  }
}
