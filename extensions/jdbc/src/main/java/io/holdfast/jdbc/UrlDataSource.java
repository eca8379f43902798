package io.holdfast.jdbc;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * New connections of one driver to one URL, set up as the dialect wants them. Goes around {@link
 * java.sql.DriverManager}, whose time-outs and drivers are shared with the application around us.
 */
final class UrlDataSource implements DataSource {
  private final String url;
  private final Driver driver;
  private final Credentials credentials;
  private final Dialect dialect;
  private final Dialect.Setting setting;
  private volatile int loginTimeout;

  UrlDataSource(String url, Credentials credentials, Dialect dialect, Dialect.Setting setting) {
    this.url = url;
    this.driver = JdbcUrl.driver(url);
    this.credentials = credentials;
    this.dialect = dialect;
    this.setting = setting;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Properties properties = new Properties();
    dialect.connecting(setting, properties);
    properties.putAll(credentials.read());
    Connection connection = driver.connect(url, properties);
    if (connection == null) {
      throw new SQLException("the driver " + driver.getClass().getName() + " does not take " + url);
    }
    try {
      dialect.connected(setting, connection);
    } catch (SQLException | RuntimeException e) {
      try {
        connection.close();
      } catch (SQLException closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
    return connection;
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("user and password are where the sink was told");
  }

  @Override
  public PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {
    // Drivers log on their own.
  }

  /** Only kept: the dialect bounds how long connecting takes. The pool asks for it when it ends. */
  @Override
  public void setLoginTimeout(int seconds) {
    loginTimeout = seconds;
  }

  @Override
  public int getLoginTimeout() {
    return loginTimeout;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("drivers log on their own");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw new SQLException("no " + type.getName() + " in here");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}
