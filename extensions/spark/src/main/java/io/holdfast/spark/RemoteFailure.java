package io.holdfast.spark;

import io.holdfast.ConfigurationException;
import io.holdfast.DamageException;
import io.holdfast.DriftException;
import io.holdfast.FencedException;
import io.holdfast.HoldfastException;
import io.holdfast.NewerFormatException;
import io.holdfast.NotReplayableException;
import io.holdfast.SourceFailedException;
import io.holdfast.backend.UserCodeException;
import io.holdfast.engine.batch.RecordFailure;
import io.holdfast.wal.storage.StorageException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What went wrong in a task, as text: the exceptions of users need not be serializable, and what
 * kind of failure it was must come through.
 */
final class RemoteFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final Pattern MISSING =
      Pattern.compile("(?:ClassNotFoundException|NoClassDefFoundError): ([\\w.$/]+)");
  private static final Map<String, Function<String, HoldfastException>> KNOWN =
      Map.of(
          ConfigurationException.class.getName(), ConfigurationException::new,
          DamageException.class.getName(), DamageException::new,
          DriftException.class.getName(), DriftException::new,
          FencedException.class.getName(), FencedException::new,
          NewerFormatException.class.getName(), NewerFormatException::new,
          NotReplayableException.class.getName(), NotReplayableException::new,
          SourceFailedException.class.getName(), SourceFailedException::new);

  private final String type;

  private RemoteFailure(String type, Throwable error) {
    super(error.getMessage() == null ? error.toString() : error.getMessage());
    this.type = type;
    setStackTrace(error.getStackTrace());
  }

  /** An exception as it is sent. */
  static RemoteFailure of(Exception error) {
    return error instanceof RemoteFailure sent ? sent : new RemoteFailure(typeOf(error), error);
  }

  /** Runs a part of a task. */
  static <R> R guard(Callable<R> work) {
    try {
      return work.call();
    } catch (Exception e) {
      throw of(e);
    }
  }

  private static String typeOf(Exception error) {
    if (error instanceof RecordFailure) {
      return RecordFailure.class.getName();
    } else if (error instanceof UserCodeException) {
      return UserCodeException.class.getName();
    } else if (error instanceof StorageException) {
      return StorageException.class.getName();
    }
    return error.getClass().getName();
  }

  /** The same as an exception of the driver. */
  RuntimeException here() {
    if (type.equals(RecordFailure.class.getName())) {
      return new RecordFailure(getMessage(), this);
    } else if (type.equals(UserCodeException.class.getName())) {
      return new UserCodeException(getMessage(), this);
    } else if (type.equals(StorageException.class.getName())) {
      return new StorageException(getMessage(), this);
    }
    Function<String, HoldfastException> known = KNOWN.get(type);
    return known == null ? this : known.apply(getMessage());
  }

  /**
   * What has failed a Spark job: a task's failure if there is one behind it.
   *
   * @param task what it was to do, for people
   */
  static RuntimeException behind(Throwable error, String task) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof RemoteFailure failure) {
        return failure.here();
      }
    }
    String message = firstLine(error);
    Matcher missing = MISSING.matcher(String.valueOf(error.getMessage()));
    if (missing.find()) {
      return new ConfigurationException(
          "Executors do not have class "
              + missing.group(1).replace('/', '.')
              + ". Give Spark the jars of the job (spark.jars, or --jars).",
          error);
    }
    return new SourceFailedException(
        "The cluster could not " + task + ", which is tried again: " + message, error);
  }

  /** Spark puts stack traces behind it. */
  private static String firstLine(Throwable error) {
    String line = String.valueOf(error.getMessage()).lines().findFirst().orElse("").strip();
    return line.endsWith(".") ? line : line + ".";
  }
}
