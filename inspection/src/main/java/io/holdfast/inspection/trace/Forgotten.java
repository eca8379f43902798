package io.holdfast.inspection.trace;

import io.holdfast.engine.journal.DriverState;
import io.holdfast.engine.journal.ReceivedBlockTracker;
import java.util.Map;

/** Why the logs know nothing of something: perhaps it was so long ago, perhaps it never was. */
final class Forgotten {
  private Forgotten() {}

  static String why(Question question, Trail trail) {
    StringBuilder why = new StringBuilder("not in the logs: ");
    if (trail.firstLsn() > 1) {
      why.append("the journal begins at LSN ")
          .append(trail.firstLsn())
          .append(", what was before is released; ");
    }
    for (Map.Entry<String, DriverState> checkpoint : trail.checkpoints().entrySet()) {
      String passed = passed(question, checkpoint.getValue());
      if (!passed.isEmpty()) {
        return why.append("by ").append(checkpoint.getKey()).append(", ").append(passed).toString();
      }
    }
    return why.append("no checkpoint has got so far").toString();
  }

  /** What a checkpoint says of something that lies before it; empty if it does not. */
  private static String passed(Question question, DriverState state) {
    String completed = "all batches until " + state.lastCompleted() + " were completed";
    if (question.kind() == Question.Kind.BATCH) {
      return state.lastCompleted().epochMillis() >= question.number() ? completed : "";
    }
    ReceivedBlockTracker tracker = state.trackers().get(question.stream());
    boolean behind = tracker != null && passed(question, tracker);
    return behind ? "the stream was durable beyond it, and " + completed : "";
  }

  private static boolean passed(Question question, ReceivedBlockTracker tracker) {
    if (question.kind() != Question.Kind.POSITION) {
      return tracker.lastSequence() >= question.number();
    }
    return tracker.durableOffsets().entrySet().stream()
        .anyMatch(
            position ->
                question.ofPartition(position.getKey())
                    && position.getValue() >= question.number());
  }
}
