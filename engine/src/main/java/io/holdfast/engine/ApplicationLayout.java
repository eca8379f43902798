package io.holdfast.engine;

import io.holdfast.InUseException;
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

  /** Where states lie whose entries are in the logs of other processes. */
  public static final String PLACES = "places";

  /** What outputs remember themselves, a directory for each that does. */
  public static final String OUTPUTS = "outputs";

  /** What was done to the directory by hand, a file of one JSON line for each. */
  public static final String AUDIT = "audit";

  /** What was replaced by a repair or rewind in place. */
  public static final String MENDED = "mended";

  /** There while such a change is under way; it has to be finished before anything else. */
  public static final String UNFINISHED = MENDED + "/unfinished";

  /**
   * The data log that all streams of a driver share: blocks of many receivers that wait together
   * are made durable by one force.
   */
  public static final String SHARED_DATA_LOG = "blocks";

  private static final String EXECUTOR = "x-";

  private ApplicationLayout() {}

  /** Directory of a data log. */
  public static String dataLog(String log) {
    return DATA + "/" + log;
  }

  /**
   * Name of the data log of a process of a cluster: a new one for each.
   *
   * @param epoch of the driver that it works for
   * @param process by which it differs from all others of that epoch
   */
  public static String executorLog(long epoch, String process) {
    return EXECUTOR + epoch + "-" + process;
  }

  /** Whether a data log is one of those. */
  public static boolean isOfExecutor(String log) {
    return log.startsWith(EXECUTOR);
  }

  /** Directory of the log of a state. */
  public static String stateLog(String state) {
    return STATE + "/" + state;
  }

  /** Directory of the log that says where a state lies. */
  public static String placesLog(String state) {
    return PLACES + "/" + state;
  }

  /** Directory of what an output remembers. */
  public static String outputNotes(String output) {
    return OUTPUTS + "/" + output;
  }

  /**
   * Refuses a start because of the lock.
   *
   * @param why what the storage says of it
   * @param cause null if nobody has asked for the lock
   */
  public static InUseException inUse(String why, Exception cause) {
    return new InUseException(
        "Another driver runs on this application directory: "
            + why
            + ". Stop it first, or give this job a directory of its own. Nothing was changed.",
        cause);
  }

  /** A log's identity follows from the application's and the log's directory. */
  public static LogId logId(UUID application, String directory) {
    return LogId.of(application, directory);
  }
}
