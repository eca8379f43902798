package io.holdfast.testkit.contract;

import java.util.Set;

/** What a sink has to do, so that its output has each batch exactly once. */
public enum SinkRule implements ContractRule {
  /** It says what it promises. */
  PROMISE("the sink promises exactly-once, with a reason"),
  /** Without any trouble. */
  APPEARS("what is committed is there, each row once, and nothing else"),
  /** Staging. */
  INVISIBLE("what is staged cannot be seen before its batch is committed"),
  /** Atomicity, as a reader sees it who looks at any time. */
  WHOLE("a reader sees a batch whole or not at all, whenever it looks"),
  /** The question of a recovery. */
  ANSWERS("committed() says of every batch whether it was committed, also after a restart"),
  /** The same batch again. */
  REPEATED("a batch that is committed again is there once, and is answered as committed"),
  /** An older batch again. */
  ORDER("a batch that is older than the last one is not applied again"),
  /** A later batch wins; for upserts. */
  LATER_WINS("a row of a later batch is not overwritten by an older batch"),
  /** Batches whose functions have failed. */
  RESTAGED("what restage() has dropped is not committed"),
  /** Several attempts at one partition. */
  WINNERS("parts of attempts that did not win are not committed"),
  /** Several tasks at once. */
  TOGETHER("partitions that are staged at the same time do not disturb one another"),
  /** Nothing to commit. */
  EMPTY("a batch without rows leaves nothing"),
  /** Kills. */
  EXACTLY_ONCE("killed at any step and started again, every batch is there once"),
  /** Power. */
  DURABLE("what was answered as committed is there when the power has failed"),
  /** Answers that do not come. */
  UNKNOWN("when an answer is lost, every batch is there once all the same"),
  /** Epochs at the door. */
  EPOCHS("an epoch that is older than the newest cannot open the output"),
  /** Zombies. */
  FENCED("when open() has returned, drivers of older epochs commit nothing more"),
  /** Zombies, where they are not kept out as well. */
  BESIDE_OLD("an old driver that still runs does not add to, take from or stop the output"),
  /** The directory of another application. */
  OWNED("the output of another application is refused, and nothing is changed"),
  /** Two outputs in one place. */
  BESIDE_OTHERS("another output of the same application in the same place is not disturbed"),
  /** Rubbish. */
  RESIDUE("many crashes leave nothing behind");

  private final String sentence;

  SinkRule(String sentence) {
    this.sentence = sentence;
  }

  @Override
  public String sentence() {
    return sentence;
  }

  /**
   * The rules without which this one cannot be judged: where one of them is broken, this one would
   * be broken for its reason.
   */
  Set<SinkRule> needs() {
    return switch (this) {
      case PROMISE, APPEARS -> Set.of();
      case INVISIBLE, ANSWERS, TOGETHER, EMPTY, EPOCHS, LATER_WINS -> Set.of(APPEARS);
      case WHOLE, RESTAGED, WINNERS, OWNED, BESIDE_OTHERS, RESIDUE -> Set.of(APPEARS, INVISIBLE);
      case REPEATED, ORDER, EXACTLY_ONCE -> Set.of(INVISIBLE, ANSWERS);
      case DURABLE, UNKNOWN -> Set.of(EXACTLY_ONCE);
      case FENCED -> Set.of(ORDER, EPOCHS);
      case BESIDE_OLD -> Set.of(EXACTLY_ONCE, ORDER, FENCED);
    };
  }
}
