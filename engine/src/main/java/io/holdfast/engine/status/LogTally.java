package io.holdfast.engine.status;

import io.holdfast.stream.StreamingListener.LogActivity;
import io.holdfast.stream.StreamingStatus.LogStatus;
import io.holdfast.wal.LogMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the logs of a driver have done since it was told the last time. One thread at a time. */
public final class LogTally {
  private final Map<String, LogMetrics> told = new HashMap<>();

  /** What has happened since the last call, for logs that did anything. */
  public List<LogActivity> since(Map<String, LogMetrics> now) {
    List<LogActivity> activities = new ArrayList<>();
    now.forEach(
        (log, metrics) -> {
          LogMetrics before = told.put(log, metrics);
          LogActivity activity = activity(log, before, metrics);
          if (activity.forces() + activity.segmentsOpened() + activity.segmentsReleased() > 0) {
            activities.add(activity);
          }
        });
    return activities;
  }

  private static LogActivity activity(String log, LogMetrics before, LogMetrics now) {
    boolean first = before == null;
    return new LogActivity(
        log,
        now.acknowledged() - (first ? 0 : before.acknowledged()),
        now.payloadBytes() - (first ? 0 : before.payloadBytes()),
        now.forces() - (first ? 0 : before.forces()),
        Duration.ofNanos(now.forceNanos() - (first ? 0 : before.forceNanos())),
        now.segmentsStarted() - (first ? 0 : before.segmentsStarted()),
        now.segmentsReleased() - (first ? 0 : before.segmentsReleased()));
  }

  /** Where a log stands. */
  public static LogStatus status(LogMetrics metrics) {
    return new LogStatus(
        metrics.acknowledged(),
        metrics.payloadBytes(),
        metrics.storedBytes(),
        metrics.forces(),
        Duration.ofNanos(metrics.forceNanos()),
        Duration.ofNanos(metrics.longestForceNanos()),
        metrics.segmentsStarted(),
        metrics.segmentsReleased());
  }
}
