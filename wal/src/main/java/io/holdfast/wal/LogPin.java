package io.holdfast.wal;

/** Keeps the records of a log from a position on, whatever its owner releases, until closed. */
public final class LogPin implements AutoCloseable {
  private final Retention retention;
  private final long fromLsn;

  LogPin(Retention retention, long fromLsn) {
    this.retention = retention;
    this.fromLsn = fromLsn;
  }

  /** The first record that is kept. */
  public long fromLsn() {
    return fromLsn;
  }

  /** Lets go. Idempotent, any thread. */
  @Override
  public void close() {
    retention.unpin(this);
  }
}
