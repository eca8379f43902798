package io.holdfast.testkit.contract;

import io.holdfast.source.ReceiverSource;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.Storages;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A source and its sender, which outlives the receivers: what the author of a source gives to the
 * kit. The kit calls it from one thread; each test has its own.
 *
 * @param <T> records
 */
public interface ReceiverSubject<T> extends AutoCloseable {

  /** The source; each receiver of a test is made by it. */
  ReceiverSource<T> source();

  /** A record as the text that was sent. */
  String text(T record);

  /**
   * Whether the sender takes texts now. One that keeps nothing, and so needs a connection to send,
   * says no without one.
   */
  default boolean ready() {
    return true;
  }

  /**
   * Hands texts to the sender, and returns at once. The sender sends them in this order, and again
   * whenever its protocol says so, until it is told that they are durable. No text is handed over
   * twice.
   *
   * @param texts of letters, digits and {@code -}
   */
  void send(List<String> texts) throws Exception;

  /** The texts of which the sender was told that they are durable; empty if it is told nothing. */
  default Optional<Set<String>> acknowledged() {
    return Optional.empty();
  }

  /**
   * Breaks the connection, if there is one, as a network does. Also called when the kit has killed
   * the receiver's process, whose connections break as well.
   */
  default void cut() throws Exception {}

  /** Whether there is a connection that can break. */
  default boolean connected() {
    return false;
  }

  /**
   * Lets the sender send everything once more that it has ever sent, as a client does that does not
   * know better.
   *
   * @return whether it can
   */
  default boolean sendAllAgain() throws Exception {
    return false;
  }

  /**
   * How many later records make a record that comes again a new one; empty if repetitions are
   * recognised for ever. The promise has to state the number.
   */
  default OptionalInt horizon() {
    return OptionalInt.empty();
  }

  /**
   * Whether the receiver uses nothing but the scheduler for time and threads: then it runs in
   * simulated time, on the test's own thread, and every run is the same. A receiver with sockets or
   * loops that block runs on real threads.
   */
  default boolean simulated() {
    return false;
  }

  /** What is behind {@link io.holdfast.source.ReceiverContext#storage}. */
  default Storage storage(String location) {
    return Storages.open(location);
  }

  /** Ends the sender. */
  @Override
  default void close() throws IOException {}
}
