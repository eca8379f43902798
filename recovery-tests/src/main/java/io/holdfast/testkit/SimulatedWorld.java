package io.holdfast.testkit;

import java.util.List;

/**
 * What lies outside the job and survives its crashes: a sender of numbered lines that remembers what was acknowledged.
 * Notices when the job goes back on its word.
 */
public final class SimulatedWorld {
  private final List<String> lines;
  private long acknowledged;
  private String violation;

  public SimulatedWorld(List<String> lines) {
    this(lines, 0);
  }

  private SimulatedWorld(List<String> lines, long acknowledged) {
    this.lines = lines;
    this.acknowledged = acknowledged;
  }

  /** The world as it is now, for another life of the job. */
  public SimulatedWorld fork() {
    return new SimulatedWorld(lines, acknowledged);
  }

  public List<String> lines() {
    return lines;
  }

  /** The highest number that the job has acknowledged. */
  public long acknowledged() {
    return acknowledged;
  }

  public boolean allAcknowledged() {
    return acknowledged >= lines.size();
  }

  /** What the job has done wrong towards the sender; null if nothing. */
  public String violation() {
    return violation;
  }

  void acknowledge(long number) {
    acknowledged = Math.max(acknowledged, number);
  }

  /** The job has started and asks for what comes behind {@code after}: it says that it has everything before. */
  void resumed(long after) {
    if (after < acknowledged) {
      violation =
          "the job asks for line " + (after + 1) + " again, but has acknowledged lines up to " + acknowledged;
    }
    acknowledge(after);
  }
}
