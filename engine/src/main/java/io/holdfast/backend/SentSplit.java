package io.holdfast.backend;

import io.holdfast.runtime.Scheduler;
import io.holdfast.wal.LogHandle;
import io.holdfast.wal.storage.Storage;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * An {@link InputSplit} as a value that is sent to the process in which it is read.
 *
 * @param <T> records
 */
public interface SentSplit<T> extends Serializable {
  /** Serialized size, for balancing tasks. */
  long lengthBytes();

  /** Where its bytes lie in a log of the application; empty if they lie in none. */
  Optional<Location> location();

  /** Reads it. */
  void forEach(Reader reader, Consumer<? super T> action);

  /**
   * A record of a log.
   *
   * @param log name of the data log
   * @param copied whether there may be copies of it in memory, see {@link
   *     io.holdfast.stream.Protection#REPLICATED}
   */
  record Location(String log, LogHandle handle, boolean copied) implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /** What a process offers to those who read there. Any thread. */
  interface Reader {
    /**
     * The verified bytes of a record of a data log.
     *
     * @throws io.holdfast.HoldfastException if they cannot be had
     */
    ByteBuffer read(Location location);

    /** Something of this process that is made once and used by all tasks, under a name. */
    <R extends AutoCloseable> R shared(String name, Supplier<R> make);

    /** The storage at a place that the user has named; closed by whoever asks. */
    Storage storage(String location);

    /** Time and threads of this process. */
    Scheduler scheduler();

    /** Tells the driver something of the split, see {@link InputSplit#noted}. */
    void note(Serializable note);
  }
}
