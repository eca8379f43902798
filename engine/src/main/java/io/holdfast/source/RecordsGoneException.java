package io.holdfast.source;

import java.io.IOException;

/**
 * Records that a direct source has offered, or that a receiver would have stored next, are not
 * there any more, or are not what they were. It ends the job: see {@link ReceiverContext#fail}.
 */
public final class RecordsGoneException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String partition;
  private final long from;
  private final long until;

  /**
   * Says which.
   *
   * @param partition of the source
   * @param from offset of the first record that is missing
   * @param until offset behind the last one
   * @param why in words, naming the thing that has changed
   */
  public RecordsGoneException(String partition, long from, long until, String why) {
    super(why);
    this.partition = partition;
    this.from = from;
    this.until = until;
  }

  public String partition() {
    return partition;
  }

  public long from() {
    return from;
  }

  public long until() {
    return until;
  }
}
