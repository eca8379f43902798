package io.holdfast.testkit;

import java.util.List;

/**
 * What lies outside the job and survives its crashes: a sender of numbered lines that forgets what
 * was acknowledged.
 */
public final class SimulatedWorld {
  private final List<String> lines;
  private long acknowledged;

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

  void acknowledge(long number) {
    acknowledged = Math.max(acknowledged, number);
  }
}
