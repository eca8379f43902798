package io.holdfast.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.Statement;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/**
 * Counts the JDBC calls that go to a database and breaks one of them: before it is made or after,
 * as a lost connection or as the death of the process.
 */
final class JdbcCalls implements UnaryOperator<DataSource> {

  /** The process has died here. */
  static final class Died extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Told before each call, such as {@code Connection.commit}. */
  interface Watch {
    void before(String call) throws SQLException;
  }

  /** Calls that only look at a connection. */
  private static final String LOOKS =
      "getMetaData|getCatalog|getSchema|getNetworkTimeout|isReadOnly|getAutoCommit"
          + "|getTransactionIsolation|clearWarnings|getLoginTimeout";

  private final String left;
  private long calls;
  private long at = Long.MAX_VALUE;
  private boolean after;
  private boolean dies;
  private String broken = "";
  private Watch watch = call -> {};

  /** Counts all calls. */
  JdbcCalls() {
    this(true);
  }

  /**
   * Counts calls.
   *
   * @param looks also those that only look at a connection
   */
  JdbcCalls(boolean looks) {
    left = "close|isClosed|abort|set[A-Z]\\w*|addBatch" + (looks ? "" : "|" + LOOKS);
  }

  /** Breaks a call, counted from now. */
  synchronized void breakAt(long call, boolean afterIt, boolean death) {
    calls = 0;
    at = call;
    after = afterIt;
    dies = death;
    broken = "";
  }

  /** The call that was broken; empty if there were fewer. */
  synchronized String broken() {
    return broken;
  }

  synchronized void watch(Watch by) {
    watch = by;
  }

  @Override
  public DataSource apply(DataSource source) {
    return wrap(DataSource.class, source, null);
  }

  private <T> T wrap(Class<T> type, T real, Connection connection) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          Connection under = real instanceof Connection own ? own : connection;
          Object result = call(type, real, method, arguments, under);
          if (result instanceof PreparedStatement statement) {
            return wrap(PreparedStatement.class, statement, under);
          } else if (result instanceof Statement statement) {
            return wrap(Statement.class, statement, under);
          }
          return result instanceof Connection made ? wrap(Connection.class, made, made) : result;
        };
    return type.cast(
        Proxy.newProxyInstance(JdbcCalls.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private Object call(
      Class<?> type, Object real, Method method, Object[] arguments, Connection connection)
      throws Throwable {
    String name = type.getSimpleName() + "." + method.getName();
    // A statement gives its proxy's connection away; closing gives back and cannot fail here.
    boolean counts = !method.getName().matches(left);
    boolean here = counts && isHere();
    if (counts) {
      watching().before(name);
    }
    if (here && !after) {
      throw cut(name + ", before", connection);
    }
    Object result;
    try {
      result = method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
    if (here) {
      throw cut(name + ", after", connection);
    }
    return result;
  }

  private synchronized Watch watching() {
    return watch;
  }

  private synchronized boolean isHere() {
    return ++calls == at;
  }

  private Throwable cut(String name, Connection connection) throws SQLException {
    synchronized (this) {
      broken = name;
    }
    if (connection != null) {
      connection.close();
    }
    return dies ? new Died() : new SQLRecoverableException("cut at " + name, "08006");
  }
}
