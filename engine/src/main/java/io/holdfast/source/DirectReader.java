package io.holdfast.source;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An open {@link DirectSource}. All methods may block. Any exception but {@link
 * RecordsGoneException} counts as a failure that may pass: another reader is opened after a
 * back-off, and the same is asked of it.
 *
 * @param <T> records
 */
public interface DirectReader<T> extends AutoCloseable {

  /**
   * The partitions that there are, each with the offset of the first record that it still has; for
   * an empty one the offset that its next record will get. A partition of which nothing was read
   * yet is read from there. One thread.
   *
   * @throws RecordsGoneException if one has gone of which it has offered records that it has not
   *     given
   */
  Map<String, Long> partitions() throws IOException;

  /**
   * The next range of a partition. One thread, the same as {@link #partitions}.
   *
   * @param from where the range begins: the end of the last one, or the partition's first offset
   * @param limit of the range; one record may be larger
   * @return empty if there is nothing behind {@code from} yet
   * @throws RecordsGoneException if what comes behind {@code from} cannot be had any more
   */
  Optional<SourceRange> next(String partition, long from, Limit limit) throws IOException;

  /**
   * Reads a range that this reader or an earlier one, perhaps in an earlier process, has given.
   * Every reading yields the same records in the same order. Called by many threads at once.
   *
   * @param action is called with each record; what it throws has to come through
   * @throws RecordsGoneException if some of the records are not there any more, or are others; what
   *     was yielded before does not count
   */
  void read(SourceRange range, Consumer<? super T> action) throws IOException;

  /**
   * Everything before this offset is journaled: what is told to whoever watches how far this job
   * is. A restart goes on there, whatever the source makes of it. On the thread of {@link
   * #partitions}.
   */
  default void journaled(String partition, long until) throws IOException {}

  /** Ends it. No other call is under way. */
  @Override
  void close() throws IOException;

  /** How much a range may hold: at least one record, if there is one, and at most this. */
  record Limit(long records, long bytes) {}
}
