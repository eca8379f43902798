package io.holdfast.jdbc;

import io.holdfast.ConfigurationException;
import java.io.IOException;
import java.io.Reader;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;

/**
 * Where user and password of a database are found. Only the place is a part of checkpoints; what is
 * there is read for every new connection, so a password may be changed while the job runs.
 */
public sealed interface Credentials extends Serializable {

  /** The driver is told neither; the URL may name a user. */
  static Credentials none() {
    return new None();
  }

  /**
   * In variables of the environment.
   *
   * @param user name of the variable that holds the user
   * @param password name of the variable that holds the password
   */
  static Credentials environment(String user, String password) {
    return new Environment(user, password);
  }

  /**
   * In a file of properties, {@code user=} and {@code password=}. Further properties are handed to
   * the driver: what it calls {@code sslpassword}, for example.
   *
   * @param path of the file, on the machine that the job runs on
   */
  static Credentials file(Path path) {
    return new InFile(path.toAbsolutePath().normalize().toString());
  }

  /**
   * Reads them.
   *
   * @throws ConfigurationException if they are not there; names the variable or the file
   */
  Properties read();

  /** Where they are, for messages. */
  String place();

  /** Nowhere. */
  record None() implements Credentials {
    private static final long serialVersionUID = 1L;

    @Override
    public Properties read() {
      return new Properties();
    }

    @Override
    public String place() {
      return "nowhere";
    }
  }

  /** In the environment. */
  record Environment(String user, String password) implements Credentials {
    private static final long serialVersionUID = 1L;

    /** Checks that nothing is missing. */
    public Environment {
      Objects.requireNonNull(user, "user");
      Objects.requireNonNull(password, "password");
    }

    @Override
    public Properties read() {
      Properties read = new Properties();
      read.setProperty("user", variable(user));
      read.setProperty("password", variable(password));
      return read;
    }

    private static String variable(String name) {
      String value = System.getenv(name);
      if (value == null) {
        throw new ConfigurationException(
            "The environment variable "
                + name
                + ", which a JDBC sink takes its credentials from, is not set. Set it for the"
                + " process that runs the job.");
      }
      return value;
    }

    @Override
    public String place() {
      return "the environment variables " + user + " and " + password;
    }
  }

  /** In a file. */
  record InFile(String path) implements Credentials {
    private static final long serialVersionUID = 1L;

    @Override
    public Properties read() {
      Properties read = new Properties();
      try (Reader reader = Files.newBufferedReader(Path.of(path), StandardCharsets.UTF_8)) {
        read.load(reader);
      } catch (NoSuchFileException e) {
        throw unusable("does not exist", e);
      } catch (IOException | IllegalArgumentException e) {
        throw unusable("cannot be read: " + e.getMessage(), e);
      }
      if (read.getProperty("user") == null) {
        throw unusable("names no user", null);
      }
      return read;
    }

    private ConfigurationException unusable(String why, Exception cause) {
      return new ConfigurationException(
          "The file "
              + path
              + ", which a JDBC sink takes its credentials from, "
              + why
              + ". It must be a file of properties with user= and password=, readable by the"
              + " process that runs the job.",
          cause);
    }

    @Override
    public String place() {
      return "the file " + path;
    }
  }
}
