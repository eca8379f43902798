package io.holdfast.testkit.bugs;

import io.holdfast.checkpoint.state.StateStore;
import io.holdfast.engine.Assembly;
import io.holdfast.engine.journal.Allocation;
import io.holdfast.engine.journal.JournalEvent.BatchCompleted;
import io.holdfast.engine.recovery.CommittedBatches;
import io.holdfast.engine.state.StateSet;
import io.holdfast.testkit.jobs.TwoStreamsJob;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Faults in how states become durable, change in memory and are recovered. */
final class StateBugs {
  private StateBugs() {}

  static List<SeededBug> all() {
    return List.of(
        bug("COMMIT_OUTPUT_BEFORE_F4", "commits outputs while the state is still on its way")
            .assembled(holding(NotAwaited::new)),
        bug("STATE_IN_MEMORY_ONLY", "relies on the state in memory and writes no delta")
            .assembled(holding(InMemory::new)),
        bug("EVERY_OTHER_DELTA_LOST", "writes the delta of a batch only when the last one is older")
            .assembled(holding(EveryOther::new)),
        bug("DELTA_NOT_APPLIED", "makes a delta durable and goes on with the state before")
            .assembled(holding(NotApplied::new)),
        bug("DELTA_APPLIED_ONE_BATCH_LATE", "makes a delta current when the next one is durable")
            .assembled(holding(AppliedLate::new)),
        bug("COMPLETION_NAMES_NO_STATE", "does not say of which states a batch is the version")
            .assembled(
                FaultyJournal.writing(
                    event ->
                        event instanceof BatchCompleted e
                            ? new BatchCompleted(e.time(), e.epoch(), e.records(), List.of())
                            : event)),
        bug(
                "VERSION_OF_A_BATCH_NOT_COMPLETE",
                "recovers the state of a batch that has committed in part")
            .job(new TwoStreamsJob())
            .assembled(AllocationBugs.asking(StateBugs::partlyIsComplete)),
        bug("VERSION_BEFORE_THE_COMPLETE", "recovers the state of the batch before the last")
            .assembled(AllocationBugs.asking(StateBugs::oneLess)));
  }

  private static SeededBug bug(String name, String mistake) {
    return SeededBug.of("state", name, mistake);
  }

  private static Supplier<Assembly> holding(
      BiFunction<Map<String, StateStore>, Integer, StateSet> faulty) {
    return () ->
        new Assembly() {
          @Override
          public StateSet states(Map<String, StateStore> stores, int partitions) {
            return faulty.apply(stores, partitions);
          }
        };
  }

  private static CommittedBatches partlyIsComplete(CommittedBatches asked) {
    List<Allocation> complete = new ArrayList<>(asked.complete());
    Map<Allocation, Set<String>> rest = new LinkedHashMap<>();
    asked
        .committedOutputs()
        .forEach(
            (batch, outputs) -> {
              if (rest.isEmpty() && !outputs.isEmpty()) {
                complete.add(batch);
              } else {
                rest.put(batch, outputs);
              }
            });
    return new CommittedBatches(complete, rest);
  }

  private static CommittedBatches oneLess(CommittedBatches asked) {
    if (asked.complete().isEmpty()) {
      return asked;
    }
    List<Allocation> complete = asked.complete().subList(0, asked.complete().size() - 1);
    return new CommittedBatches(complete, asked.committedOutputs());
  }

  private static final class NotAwaited extends StateSet {
    NotAwaited(Map<String, StateStore> stores, int partitions) {
      super(stores, partitions);
    }

    @Override
    public CompletableFuture<Batch> persist(Batch batch) {
      CompletableFuture<Batch> unused = super.persist(batch);
      return CompletableFuture.completedFuture(batch);
    }
  }

  private static final class InMemory extends StateSet {
    InMemory(Map<String, StateStore> stores, int partitions) {
      super(stores, partitions);
    }

    @Override
    public CompletableFuture<Batch> persist(Batch batch) {
      return CompletableFuture.completedFuture(batch);
    }
  }

  private static final class EveryOther extends StateSet {
    private int batches;

    EveryOther(Map<String, StateStore> stores, int partitions) {
      super(stores, partitions);
    }

    @Override
    public CompletableFuture<Batch> persist(Batch batch) {
      return ++batches % 2 == 0 ? CompletableFuture.completedFuture(batch) : super.persist(batch);
    }
  }

  private static final class NotApplied extends StateSet {
    NotApplied(Map<String, StateStore> stores, int partitions) {
      super(stores, partitions);
    }

    @Override
    public void apply(Batch durable) {}
  }

  private static final class AppliedLate extends StateSet {
    private Batch waiting;

    AppliedLate(Map<String, StateStore> stores, int partitions) {
      super(stores, partitions);
    }

    @Override
    public void apply(Batch durable) {
      if (waiting != null) {
        super.apply(waiting);
      }
      waiting = durable;
    }
  }
}
