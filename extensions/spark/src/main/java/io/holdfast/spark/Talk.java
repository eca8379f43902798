package io.holdfast.spark;

import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.engine.receiver.ReceiverSupervisor.Received;
import java.io.Serializable;
import java.util.UUID;

/** What receivers on executors and the driver say to each other. */
sealed interface Talk extends Serializable {
  /** Whose stream it is about. */
  Channel channel();

  /** What is answered. */
  sealed interface Question<A extends Serializable> extends Talk permits Hello, Report {}

  /** A stream of one driver. */
  record Channel(UUID application, long epoch, String stream) implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /**
   * A receiver wants to begin; answered by {@link Begin}.
   *
   * @param executor where, for people
   * @param place the same as Spark names it
   */
  record Hello(Channel channel, String executor, String place) implements Question<Begin> {
    private static final long serialVersionUID = 1L;
  }

  /**
   * It may. All placements of the stream before this one are over: nothing of theirs is taken any
   * more.
   *
   * @param placement number of this one
   * @param before what was received of the stream, also by earlier placements
   */
  record Begin(long placement, Received before) implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /** A block is durable in the log of the executor. */
  record Stored(Channel channel, long placement, ReceivedBlock block) implements Talk {
    private static final long serialVersionUID = 1L;
  }

  /** Something has happened to the receiver. */
  record Happened(Channel channel, long placement, String event, String detail) implements Talk {
    private static final long serialVersionUID = 1L;
  }

  /**
   * It will not get any further.
   *
   * @param failure why
   */
  record GaveUp(Channel channel, long placement, RemoteFailure failure) implements Talk {
    private static final long serialVersionUID = 1L;
  }

  /**
   * How is it going; answered by {@link Orders}.
   *
   * @param received records taken from the source in this placement
   * @param caughtUp whether the source has nothing more to give for now
   * @param ended whether all of them were reported and no more come
   */
  record Report(Channel channel, long placement, long received, boolean caughtUp, boolean ended)
      implements Question<Orders> {
    private static final long serialVersionUID = 1L;
  }

  /**
   * What to do.
   *
   * @param takenSequence blocks up to this one were taken over
   * @param journaledSequence blocks up to this one are part of the driver's state
   * @param over whether this placement has been replaced
   * @param stop whether to take nothing more from the source
   * @param rate records a second
   */
  record Orders(long takenSequence, long journaledSequence, boolean over, boolean stop, double rate)
      implements Serializable {
    private static final long serialVersionUID = 1L;
  }
}
