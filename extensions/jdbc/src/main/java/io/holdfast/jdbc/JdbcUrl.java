package io.holdfast.jdbc;

import io.holdfast.ConfigurationException;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What may stand in the URL of a database, and which driver it is for. */
final class JdbcUrl {
  /** Every driver's way to say it as a parameter; the name is found, whatever stands before it. */
  private static final Pattern PASSWORD_PARAMETER =
      Pattern.compile(
          "[?&;]\\s*([\\w.]*(?:password|passwd|pwd)[\\w.]*)\\s*=", Pattern.CASE_INSENSITIVE);

  /** {@code //user:password@host}, and Oracle's {@code thin:user/password@}. */
  private static final Pattern PASSWORD_BEFORE_HOST =
      Pattern.compile("//[^/?;@]*:[^/?;]*@|^jdbc:oracle:\\w+:[^@/]+/[^@]*@");

  /** What the URLs of drivers that are known look like. */
  private static final Map<String, String> FORMS =
      Map.of(
          "jdbc:postgresql", "jdbc:postgresql://localhost:5432/database",
          "jdbc:h2", "jdbc:h2:./path");

  private JdbcUrl() {}

  /**
   * Accepts a URL that may stand in checkpoints and messages.
   *
   * @throws ConfigurationException if it is none, or holds a password
   */
  static String requireUsable(String url) {
    if (url == null || !url.startsWith("jdbc:")) {
      throw new ConfigurationException(
          "'" + url + "' is no JDBC URL; one looks like jdbc:postgresql://host/database.");
    }
    Matcher parameter = PASSWORD_PARAMETER.matcher(url);
    boolean inParameter = parameter.find();
    if (inParameter || PASSWORD_BEFORE_HOST.matcher(url).find()) {
      throw new ConfigurationException(
          "The URL of a JDBC sink holds a password"
              + (inParameter ? " ('" + parameter.group(1) + "')" : "")
              + ". The URL stands in checkpoints and messages: take the password out of it and name"
              + " a place where it is found, with Credentials.environment or Credentials.file (a file"
              + " may hold any property of the driver; --credentials FILE on the command line).");
    }
    return url;
  }

  /**
   * The driver of a URL, from the class path.
   *
   * @throws ConfigurationException if there is none; names what to add
   */
  static Driver driver(String url) {
    try {
      for (Driver driver : ServiceLoader.load(Driver.class, JdbcUrl.class.getClassLoader())) {
        if (driver.acceptsURL(url)) {
          return driver;
        }
      }
    } catch (SQLException | ServiceConfigurationError e) {
      throw new ConfigurationException("A JDBC driver for " + url + " cannot be used: " + e, e);
    }
    FORMS.forEach((start, form) -> requireForm(url, start, form));
    throw new ConfigurationException(
        "No JDBC driver on the class path takes "
            + url
            + ". Add the database's driver: org.postgresql:postgresql, com.h2database:h2, or the"
            + " one of your database. (If it is there, the URL is not in its form.)");
  }

  /** Says what is wrong where the driver is there and does not take the URL. */
  private static void requireForm(String url, String start, String form) {
    if (url.startsWith(start) && isThere(form)) {
      throw new ConfigurationException("'" + url + "' is not in the form of its driver: " + form);
    }
  }

  private static boolean isThere(String form) {
    try {
      return driver(form) != null;
    } catch (ConfigurationException e) {
      return false;
    }
  }
}
