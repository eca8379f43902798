package io.holdfast.jdbc;

import java.net.UnknownHostException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.Set;

/** What an error of a database means for whoever has asked. */
enum SqlTrouble {
  /** The server cannot be reached, or cannot answer now; a commit in progress may have happened. */
  AWAY,
  /** Somebody else holds a lock. */
  LOCKED,
  /** The transaction was rolled back and may succeed the next time. */
  ROLLED_BACK,
  /** A value that the database refuses. */
  DATA,
  /** Anything that stays as it is until somebody changes it: credentials, rights, tables. */
  LASTING;

  /** A server that is there does not want this connection. */
  static final String REJECTED = "08004";

  private static final Set<String> LATER = Set.of("08", "53", "57", "58");

  /** By the classes of the standard, which PostgreSQL keeps to. */
  static SqlTrouble of(SQLException error) {
    SQLException root = root(error);
    String state = root.getSQLState() == null ? "" : root.getSQLState();
    String category = state.length() < 2 ? "" : state.substring(0, 2);
    if (state.equals("55P03")) {
      return LOCKED;
    } else if (category.equals("40")) {
      return ROLLED_BACK;
    } else if (category.equals("22") || category.equals("23") || category.equals("44")) {
      return DATA;
    }
    boolean transientKind =
        root instanceof SQLTransientException || root instanceof SQLRecoverableException;
    // 25P03: idle for too long in a transaction; 25006: read-only, as a standby is; P0001: a
    // trigger.
    if (LATER.contains(category)
        || transientKind
        || state.startsWith("HYT")
        || state.equals("25P03")
        || state.equals("25006")) {
      return AWAY;
    }
    return state.equals("P0001") || state.equals("21000") ? DATA : LASTING;
  }

  /** The error that says why, behind those that say what could not be done therefore. */
  static SQLException root(SQLException error) {
    SQLException root = error;
    for (int depth = 0; depth < 100; depth++) {
      SQLException behind = behind(root);
      if (behind == null) {
        return root;
      }
      root = behind;
    }
    return root;
  }

  private static SQLException behind(SQLException error) {
    if (error instanceof BatchUpdateException && error.getNextException() != null) {
      return error.getNextException();
    }
    // A pool's time-out has the last attempt's error as its cause.
    return error instanceof SQLTransientConnectionException
            && error.getCause() instanceof SQLException cause
        ? cause
        : null;
  }

  /** The error's own words in one line. */
  static String words(SQLException error) {
    SQLException root = root(error);
    String message = root.getMessage() == null ? root.toString() : root.getMessage();
    String line = message.strip().replaceAll("\\s*\\R\\s*", " ").replaceAll("\\.$", "");
    Throwable cause = root.getCause();
    if (cause == null || cause.getMessage() == null || line.contains(cause.getMessage())) {
      return line;
    }
    String what = cause instanceof UnknownHostException ? "unknown host " : "";
    return line + " (" + what + cause.getMessage() + ")";
  }
}
