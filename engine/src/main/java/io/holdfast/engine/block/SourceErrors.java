package io.holdfast.engine.block;

import io.holdfast.ConfigurationException;
import io.holdfast.NotReplayableException;
import io.holdfast.source.RecordsGoneException;

/** What is said of sources that do not give what they have to. */
public final class SourceErrors {
  private SourceErrors() {}

  /**
   * A source has lost records that the job needs.
   *
   * @param wanted by what, in words
   */
  public static NotReplayableException gone(
      String stream, String source, String wanted, RecordsGoneException e) {
    return new NotReplayableException(
        "Input stream '"
            + stream
            + "' ("
            + source
            + "): partition '"
            + e.partition()
            + "' no longer has offsets "
            + e.from()
            + " until "
            + e.until()
            + ", needed for "
            + wanted
            + ": "
            + e.getMessage()
            + ". Nothing is skipped. Bring the records back and start again; or give the stream a new"
            + " name and allow this one's data to be left behind with"
            + " StreamingConfig.allowDropping(\""
            + stream
            + "\"): then everything that the source still has is read as new.",
        e);
  }

  /**
   * Whether trying again is of no use: records are gone, or a source was never set up as it has to
   * be. One that has worked since the start is tried again: its file of secrets may be written anew
   * just now.
   */
  public static boolean isLasting(Throwable e, boolean worked) {
    return e instanceof NotReplayableException || (e instanceof ConfigurationException && !worked);
  }

  /** An exception in words. */
  public static String words(Throwable e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}
