package io.holdfast.testkit.contract;

import static io.holdfast.testkit.contract.SinkRule.ANSWERS;
import static io.holdfast.testkit.contract.SinkRule.EPOCHS;
import static io.holdfast.testkit.contract.SinkRule.EXACTLY_ONCE;
import static io.holdfast.testkit.contract.SinkRule.FENCED;
import static io.holdfast.testkit.contract.SinkRule.INVISIBLE;
import static io.holdfast.testkit.contract.SinkRule.ORDER;
import static io.holdfast.testkit.contract.SinkRule.OWNED;
import static io.holdfast.testkit.contract.SinkRule.RESIDUE;
import static io.holdfast.testkit.contract.SinkRule.UNKNOWN;

import io.holdfast.sink.SinkContext;
import io.holdfast.stream.BatchTime;
import io.holdfast.testkit.contract.TinyDatabase.Connection;
import io.holdfast.testkit.contract.TinyDatabase.Tables;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Mistakes that are made with sinks, one in each, and the rule that has to notice it. */
enum WrongSink {
  /** The marker is written on another connection, when the rows are there. */
  MARKER_ON_ANOTHER_CONNECTION("times", EXACTLY_ONCE) {
    @Override
    TableSink sink(Connection connection) {
      return new TableSink(connection) {
        @Override
        boolean apply(Session session, BatchTime batch, List<String> parts) {
          if (committed(session, batch)) {
            return true;
          }
          connection()
              .transaction(
                  "INSERT rows",
                  tables -> {
                    requireNewest(tables, session.context);
                    move(tables, session, batch, parts);
                    return null;
                  });
          connection()
              .transaction(
                  "UPDATE marker",
                  tables -> {
                    mark(tables, session.context.output(), batch);
                    return null;
                  });
          return false;
        }
      };
    }
  },

  /** The marker is written first, so that no batch is written twice. */
  MARKER_BEFORE_ROWS("is missing", EXACTLY_ONCE) {
    @Override
    TableSink sink(Connection connection) {
      return new TableSink(connection) {
        @Override
        boolean apply(Session session, BatchTime batch, List<String> parts) {
          boolean repeated =
              connection()
                  .transaction(
                      "UPDATE marker",
                      tables -> {
                        requireNewest(tables, session.context);
                        boolean there = applied(tables, session.context.output(), batch);
                        if (!there) {
                          mark(tables, session.context.output(), batch);
                        }
                        return there;
                      });
          if (!repeated) {
            connection()
                .transaction(
                    "INSERT rows",
                    tables -> {
                      move(tables, session, batch, parts);
                      return null;
                    });
          }
          return repeated;
        }
      };
    }
  },

  /** Epochs are not looked at. */
  EPOCH_IGNORED("open() lets it in", EPOCHS) {
    @Override
    TableSink sink(Connection connection) {
      return new TableSink(connection) {
        @Override
        void requireNewest(Tables tables, SinkContext context) {}
      };
    }
  },

  /** The epoch is looked at when the sink is opened, and not when it commits. */
  FENCED_AT_OPEN_ONLY("the old driver has changed what is there", FENCED) {
    @Override
    TableSink sink(Connection connection) {
      return new TableSink(connection) {
        private boolean opening;

        @Override
        void sweep(Tables tables, SinkContext context) {
          super.sweep(tables, context);
          opening = true;
        }

        @Override
        void requireNewest(Tables tables, SinkContext context) {
          if (!opening) {
            super.requireNewest(tables, context);
          }
        }
      };
    }
  },

  /** What was not answered is done once more, without a look at what became of it. */
  APPENDED_AGAIN("times", UNKNOWN) {
    @Override
    TableSink sink(Connection connection) {
      return new TableSink(connection) {
        private final transient Map<String, List<String>> written = new HashMap<>();

        @Override
        void stage(Connection to, String part, List<String> rows) {
          super.stage(to, part, rows);
          written.put(part, List.copyOf(rows));
        }

        @Override
        boolean applyAgain(Session session, BatchTime batch, List<String> parts) {
          return connection()
              .transaction(
                  "INSERT rows, UPDATE marker, again",
                  tables -> {
                    requireNewest(tables, session.context);
                    parts.forEach(part -> tables.rows.addAll(written.get(part)));
                    mark(tables, session.context.output(), batch);
                    return false;
                  });
        }
      };
    }
  },

  /** Rows go to where readers look at once. */
  STAGED_IN_SIGHT("can be seen, though its commit was not called", INVISIBLE) {
    @Override
    TableSink sink(Connection connection) {
      return new TableSink(connection) {
        @Override
        void stage(Connection to, String part, List<String> rows) {
          to.transaction("INSERT rows", tables -> tables.rows.addAll(rows));
        }

        @Override
        void move(Tables tables, Session session, BatchTime batch, List<String> parts) {}
      };
    }
  },

  /** What dead drivers have staged is left to whoever has the time. */
  NEVER_CLEANED("things are left behind", RESIDUE) {
    @Override
    TableSink sink(Connection connection) {
      return new TableSink(connection) {
        @Override
        void sweep(Tables tables, SinkContext context) {}
      };
    }
  },

  /** An output is told by its name alone. */
  APPLICATION_IGNORED("open() lets it in", OWNED) {
    @Override
    TableSink sink(Connection connection) {
      return new TableSink(connection) {
        @Override
        void requireOwner(Tables tables, SinkContext context) {}
      };
    }
  },

  /** A batch counts as there if it is the last one. */
  ORDER_IGNORED("times", ORDER) {
    @Override
    TableSink sink(Connection connection) {
      return new TableSink(connection) {
        @Override
        boolean applied(Tables tables, String output, BatchTime batch) {
          String last = tables.cells.getOrDefault("last of " + output, "0");
          return Long.parseLong(last) == batch.epochMillis();
        }
      };
    }
  },

  /** What was committed is remembered, as long as the process lives. */
  REMEMBERED_IN_MEMORY("committed() says false", ANSWERS) {
    @Override
    TableSink sink(Connection connection) {
      return new TableSink(connection) {
        @Override
        boolean committed(Session session, BatchTime batch) {
          return session.known.contains(batch);
        }

        @Override
        boolean apply(Session session, BatchTime batch, List<String> parts) {
          return connection()
              .transaction(
                  "INSERT rows",
                  tables -> {
                    requireNewest(tables, session.context);
                    boolean there = committed(session, batch);
                    if (!there) {
                      move(tables, session, batch, parts);
                    }
                    return there;
                  });
        }
      };
    }
  };

  private final String reason;
  private final SinkRule broken;

  WrongSink(String reason, SinkRule broken) {
    this.reason = reason;
    this.broken = broken;
  }

  /** The sink with its mistake. */
  abstract TableSink sink(Connection connection);

  /** What has to be said of the broken rule. */
  String reason() {
    return reason;
  }

  /** The one rule that is broken; others cannot be judged then, or hold. */
  SinkRule broken() {
    return broken;
  }
}
