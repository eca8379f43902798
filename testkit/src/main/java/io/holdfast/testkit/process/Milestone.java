package io.holdfast.testkit.process;

import java.util.Collection;
import java.util.stream.Collectors;

/** The eight durable steps of a record's way, as docs/architecture.md numbers them. */
public enum Milestone {
  /** A block can be read back: a force of the data log. */
  F1,
  /** {@code BlockAdded} is in the journal: a repeated record is recognised. */
  F2,
  /** {@code BatchAllocated} is in the journal: the batch is a constant. */
  F3,
  /** A batch's change of a state is in the state's log. */
  F4,
  /** An output of a batch is published. Seen of sinks that publish as the text file sink does. */
  F5,
  /** {@code BatchCompleted} is in the journal. */
  F6,
  /** A checkpoint is published. */
  F7,
  /** {@code Released} is in the journal: deletion may begin. */
  F8;

  /** Their names in order, as they are written everywhere: {@code F2 F6}. */
  public static String names(Collection<Milestone> milestones) {
    return milestones.stream().sorted().map(Milestone::name).collect(Collectors.joining(" "));
  }

  /** Whether a write of records comes before it that the process can die in the middle of. */
  boolean endsWrite() {
    return this != F5 && this != F7;
  }
}
