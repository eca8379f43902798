package io.holdfast.wal;

/** Keeps the records of a log from a position on, whatever its owner releases, until closed. */
public interface LogPin extends AutoCloseable {

  /** The first record that is kept. */
  long fromLsn();

  /** Lets go. Idempotent, any thread. */
  @Override
  void close();
}
