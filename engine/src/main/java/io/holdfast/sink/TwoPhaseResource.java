package io.holdfast.sink;

import io.holdfast.sink.BatchSink.CommittedRow;
import io.holdfast.wal.storage.Storage;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Something that can prepare what is written to it, so that a {@link TwoPhaseSink} can write to it
 * exactly once: a database with prepared transactions, a broker with transactions that are taken up
 * again, a service with uploads that are completed by a second call. A value without open
 * connections, part of the checkpointed graph.
 *
 * @param <T> rows
 */
public interface TwoPhaseResource<T> extends Serializable {

  /** What and where it is, in a few words, for messages. */
  String description();

  /**
   * Connects for one driver.
   *
   * @param context of the output
   */
  Connection<T> connect(SinkContext context);

  /** The functions of the user that it holds, see {@link BatchSink#functions}. */
  default List<Serializable> functions() {
    return List.of();
  }

  /** Reads back what is committed, see {@link BatchSink#committedRows}. */
  default Optional<List<CommittedRow>> committedRows(
      String output, Function<String, Storage> places) {
    return Optional.empty();
  }

  /**
   * A connection of one driver. {@link #begin} is called from several threads at once, each {@link
   * Part} used by one; the other methods by one thread at a time. A method that fails throws, and
   * may be called again.
   *
   * @param <T> rows
   */
  interface Connection<T> extends AutoCloseable {

    /**
     * Begins a part.
     *
     * @param name under which it will be prepared: letters, digits and {@code -}, unique, up to 120
     *     characters if the name of the output is short
     */
    Part<T> begin(String name);

    /**
     * Commits what was prepared under this name, durably. It may have been committed before, by
     * this connection or another one, also at the same time: then it does nothing. A name that is
     * not known any more was committed, because a name is never aborted once it is to be committed.
     */
    void commit(String name);

    /**
     * Drops what was prepared under this name. It may have been dropped before: then it does
     * nothing.
     */
    void abort(String name);

    /**
     * The names that begin with {@code prefix} and are prepared, neither committed nor aborted, by
     * whatever connection. It may have names that are being committed.
     */
    List<String> prepared(String prefix);

    /** What is prepared stays so. */
    @Override
    void close();
  }

  /**
   * Rows that are being written; nobody sees them.
   *
   * @param <T> rows
   */
  interface Part<T> extends AutoCloseable {

    /** Adds a row. */
    void write(T row);

    /**
     * All rows are there. When this returns, they survive the end of the connection, of this
     * process and of the resource's own, until the name is committed or aborted.
     */
    void prepare();

    /** Drops the part if it was not prepared; what only the connection held may go with it. */
    @Override
    void close();
  }
}
