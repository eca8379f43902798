package io.holdfast.examples;

import io.holdfast.sink.BatchSink;
import io.holdfast.stream.DStream;
import io.holdfast.stream.Pair;
import io.holdfast.stream.State;
import io.holdfast.stream.StateSpec;
import io.holdfast.stream.StreamingConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Sessions of users, and statistics of them. A line is an event of the user that its first word
 * names; a session ends when nothing has come of its user for some time. Durable under a name are
 * the input {@code events}, the states {@code sessions} and {@code statistics}, and two outputs.
 */
public final class UserSessions {
  /** Name of the application. */
  public static final String NAME = "sessions";

  /** Name of the input. */
  public static final String INPUT = "events";

  /** Name of the output with a row for each session that has ended. */
  public static final String ENDED = "ended-sessions";

  /** Name of the output with the statistics so far. */
  public static final String STATISTICS = "session-statistics";

  private static final int SESSION_ID = 1000;
  private static final int STATISTICS_ID = 1001;
  private static final String ALL = "all";

  private UserSessions() {}

  /** Tells the configuration which classes the job's states are made of. */
  public static StreamingConfig.Builder registerState(StreamingConfig.Builder config) {
    return config
        .register(SESSION_ID, Session.class)
        .register(STATISTICS_ID, SessionStatistics.class);
  }

  /**
   * Defines the job. For each session that has ended there is a row {@code
   * user<TAB>events<TAB>milliseconds}, and for each batch with such sessions one {@code
   * sessions<TAB>events<TAB>longest}, all since the job began.
   *
   * @param timeout after which a session has ended
   * @return the ended sessions
   */
  public static DStream<String> define(
      DStream<String> events,
      BatchSink<? super String> endedSink,
      BatchSink<? super String> statisticsSink,
      Duration timeout) {
    DStream<Session> ended =
        events
            .mapToPair(line -> new Pair<>(user(line), line))
            .mapWithState(
                "sessions",
                StateSpec.<String, String, Session, Session>of(UserSessions::event)
                    .timeout(timeout));
    ended
        .mapToPair(session -> new Pair<>(ALL, session))
        .updateStateByKey("statistics", UserSessions::add)
        .map(all -> all.value().row())
        .writeTo(STATISTICS, statisticsSink);
    DStream<String> rows = ended.map(Session::row);
    rows.writeTo(ENDED, endedSink);
    return rows;
  }

  /** The first word of a line; a line without one is nobody's. */
  public static String user(String line) {
    for (String word : Words.of(line)) {
      return word;
    }
    return "-";
  }

  private static Optional<Session> event(String user, Optional<String> line, State<Session> state) {
    if (state.isTimingOut()) {
      return state.value();
    }
    long now = state.batch().epochMillis();
    Session before = state.value().orElse(new Session(user, 0, now, now));
    state.update(new Session(user, before.events() + 1, before.startMillis(), now));
    return Optional.empty();
  }

  private static Optional<SessionStatistics> add(
      List<Session> sessions, Optional<SessionStatistics> before) {
    SessionStatistics statistics = before.orElse(SessionStatistics.NONE);
    for (Session session : sessions) {
      statistics = statistics.with(session);
    }
    return Optional.of(statistics);
  }
}
