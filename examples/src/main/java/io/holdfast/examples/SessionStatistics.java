package io.holdfast.examples;

/**
 * Statistics of sessions that have ended.
 *
 * @param longestMillis of one of them
 */
public record SessionStatistics(long sessions, long events, long longestMillis) {
  static final SessionStatistics NONE = new SessionStatistics(0, 0, 0);

  SessionStatistics with(Session session) {
    return new SessionStatistics(
        sessions + 1, events + session.events(), Math.max(longestMillis, session.millis()));
  }

  String row() {
    return sessions + "\t" + events + '\t' + longestMillis;
  }
}
