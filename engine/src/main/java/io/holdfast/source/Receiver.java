package io.holdfast.source;

import java.util.Map;

/**
 * Takes records from the outside and stores them. One instance serves one run: after a failure the
 * supervisor makes a new one from the {@link ReceiverSource}, but where records are lost for good:
 * see {@link ReceiverContext#fail}.
 */
public interface Receiver<T> {

  /**
   * Begins to receive; must not block (a loop that blocks goes to {@link ReceiverContext#spawn}).
   *
   * @param resumeAfter per source partition the position up to which everything is durable;
   *     continue behind it
   */
  void start(ReceiverContext<T> context, Map<String, Long> resumeAfter);

  /**
   * Everything stored up to these positions is durable, records and metadata (rule R1): the source
   * may now be told. Called in order, on the receiver's executor; must not block for long.
   */
  default void acknowledged(Map<String, Long> durable) {}

  /** Ends the loops of this receiver. May be called more than once, from any thread. */
  void stop();
}
