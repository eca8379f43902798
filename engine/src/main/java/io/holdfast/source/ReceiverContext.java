package io.holdfast.source;

import io.holdfast.ConfigurationException;
import io.holdfast.NotReplayableException;
import io.holdfast.runtime.Scheduler;
import io.holdfast.wal.storage.Storage;
import java.util.List;

/** The engine, as a receiver sees it. All methods may be called from any thread. */
public interface ReceiverContext<T> {

  /** For records without a position in their source. */
  String NO_PARTITION = "";

  /**
   * Stores a record of a source that numbers nothing; it cannot be recognised when it comes again.
   */
  default void store(T record) {
    store(record, NO_PARTITION, 0);
  }

  /**
   * Stores a record. Returns before it is durable; {@link Receiver#acknowledged} tells. Blocks
   * while too many bytes wait to become durable (back-pressure). A record at or below a position
   * that was stored before is dropped.
   *
   * @param partition of the source
   * @param position of the record in it, increasing, above 0
   */
  void store(T record, String partition, long position);

  /** The same for a record that is already in the form that the stream's codec writes. */
  void storeEncoded(byte[] bytes, int offset, int length, String partition, long position);

  /**
   * There is nothing more to be read for now; holds until the next record is stored. A job that is
   * to end with its input ends when all its receivers have said so and everything is processed.
   */
  default void caughtUp() {}

  /**
   * Stores records that belong together: they lie in one block, so a crash leaves all of them or
   * none. Otherwise as {@link #store(Object, String, long)}.
   *
   * @param position of all of them, increasing; 0 for records that are never recognised
   * @return whether they were taken; not if there are none, if the position was stored before, or
   *     if the stream no longer takes anything
   */
  boolean storeTogether(List<T> records, String partition, long position);

  /** The same as a block in which nothing else is. */
  boolean storeBlock(List<T> records, String partition, long position);

  /**
   * The highest position of a partition that was stored, by this receiver or one before it, durable
   * or not; 0 if nothing was.
   */
  long storedUpTo(String partition);

  /**
   * Drops the position of a partition that will not come again, so that what is kept about
   * partitions stays bounded. Durable with the next block that is stored: until then a restart
   * still has the position. Records that come under the name later are new ones.
   */
  void forget(String partition);

  /** Runs a loop that blocks. When it throws, that is a {@link #fail}. */
  void spawn(String name, Runnable loop);

  /**
   * Reports that the receiver cannot go on. The supervisor stops it and starts a new one after a
   * back-off.
   *
   * <p>Where records are lost that were not stored yet, another receiver would not bring them back.
   * A {@link RecordsGoneException} as the cause, or a {@link NotReplayableException} with a message
   * that is complete, ends the job with exit code 6; everything stored before is kept. So does a
   * {@link ConfigurationException}, with its own code, before anything has come from the source
   * since the start.
   *
   * @param reason in words, for the listeners; not said again where the cause ends the job
   * @param cause may be null
   */
  void fail(String reason, Throwable cause);

  /** Whether this receiver was told to stop. */
  boolean stopped();

  Scheduler scheduler();

  /**
   * The storage behind a path or a URI, as sinks get theirs: for receivers that read files, so that
   * they run on simulated storage as well.
   */
  Storage storage(String location);
}
