package io.holdfast.testkit.contract;

import io.holdfast.ConfigurationException;
import io.holdfast.sink.BatchSink;
import io.holdfast.wal.storage.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * An empty place that a sink writes to, with the sink and an outside reader: what the author of a
 * sink gives to the kit. Used by one thread; each test has its own.
 *
 * @param <T> rows
 */
public interface SinkPlace<T> extends AutoCloseable {

  /**
   * The sink, as it is in one life of a process. Called for each life; all of them write to this
   * place.
   *
   * @param steps the sink's operations on the outside go through it. Where none do, only the
   *     windows between the calls of the engine are tried
   */
  BatchSink<T> sink(Steps steps);

  /**
   * A row of the sink. Two rows with the same text are equal.
   *
   * @param text {@code key=value}, of letters, digits, {@code -}, {@code .} and one {@code =}
   */
  T row(String text);

  /**
   * The texts of all rows that an outside reader sees in an output now, each as often as it is
   * there, in any order. It goes through no steps and, where that can be, through none of the
   * sink's own code.
   */
  List<String> rows(String output);

  /**
   * Names of everything in the place that is neither committed rows nor a bounded record of the
   * sink's own, such as staged parts of attempts that are dead. No driver runs when this is asked.
   */
  List<String> residue(String output);

  /**
   * Whether rows are told apart by their key, the part of the text before {@code =}, so that one
   * takes the place of another.
   */
  default boolean upserts() {
    return false;
  }

  /**
   * What is behind {@link io.holdfast.sink.SinkContext#storage}, routed through {@code steps}; for
   * sinks that use it. {@link StoragePlace} has it.
   */
  default Storage storage(Steps steps, String location) {
    throw new ConfigurationException(
        "The sink asks for the storage at '"
            + location
            + "', and the SinkPlace of this test has none: extend StoragePlace, or override"
            + " storage().");
  }

  /**
   * What the caller of a step gets to see when its answer is lost: what the client of this place
   * throws then.
   */
  default Exception lostAnswer(String step) {
    return new UncheckedIOException(new IOException("no answer to '" + step + "'"));
  }

  /**
   * Lets the power of this place fail: what was not forced may be gone. No driver runs.
   *
   * @param seed decides what the failure leaves open
   * @return whether it can; false says that this place keeps all that it was given
   */
  default boolean losePower(long seed) {
    return false;
  }

  /** Gives back what the place holds. */
  @Override
  default void close() {}
}
