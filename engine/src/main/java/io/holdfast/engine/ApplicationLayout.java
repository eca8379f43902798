package io.holdfast.engine;

import io.holdfast.wal.LogId;
import java.util.UUID;

/** Where things lie in an application's directory. */
public final class ApplicationLayout {
  public static final String IDENTITY = "identity";
  public static final String LOCK = "lock";
  public static final String EPOCHS = "epochs";
  public static final String JOURNAL = "journal";
  public static final String CHECKPOINTS = "checkpoints";
  public static final String DATA = "data";
  public static final String STATE = "state";

  private ApplicationLayout() {}

  /** Directory of the data log of an input stream. */
  public static String dataLog(String stream) {
    return DATA + "/" + stream;
  }

  /** Directory of the log of a state. */
  public static String stateLog(String state) {
    return STATE + "/" + state;
  }

  /** A log's identity follows from the application's and the log's directory. */
  public static LogId logId(UUID application, String directory) {
    return LogId.of(application, directory);
  }
}
