package io.holdfast.testkit.contract;

/** What a receiver has to do, so that its records are received as its source promises. */
public enum ReceiverRule implements ContractRule {
  /** It says what it promises, and how far back it looks for repetitions. */
  PROMISE("the source states its promise with a reason, and the horizon in it if there is one"),
  /** Without any trouble. */
  ARRIVES("what is sent is stored, each record once"),
  /** Within a partition. */
  ORDERED("records of a partition are stored in the order of sending"),
  /** The rule that everything rests on. */
  DURABLE_FIRST("the sender is told of a record only when it is durable"),
  /** A sender that is told nothing would keep its records for ever. */
  TOLD("in the end the sender is told of everything that is durable"),
  /** Positions. */
  RESUMES("a receiver goes on behind resumeAfter: no new record gets a position that was used"),
  /** At least once. */
  NOT_LOST("killed at any step and started again, no record is lost"),
  /** At most once. */
  NOT_TWICE("killed at any step and started again, no record is there twice"),
  /** Connections. */
  RECONNECTS("when the connection breaks, no record is lost or there twice"),
  /** Senders that repeat what they need not. */
  REPEATS_DROPPED("records that are sent again are dropped, durable or not"),
  /** Ends. */
  STOPS("stop() ends the receiver: its loops end, and nothing is stored any more");

  private final String sentence;

  ReceiverRule(String sentence) {
    this.sentence = sentence;
  }

  @Override
  public String sentence() {
    return sentence;
  }
}
