package io.holdfast.testkit.bugs;

import io.holdfast.engine.Assembly;
import io.holdfast.engine.batch.BatchTimes;
import io.holdfast.engine.batch.JobGenerator;
import io.holdfast.engine.commit.Output;
import io.holdfast.engine.graph.WakeUps.Wishes;
import io.holdfast.engine.journal.Allocation;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.engine.journal.JournalEvent.BatchAllocated;
import io.holdfast.engine.journal.JournalEvent.BlockRange;
import io.holdfast.engine.journal.JournalEvent.BlocksLost;
import io.holdfast.engine.recovery.CommittedBatches;
import io.holdfast.stream.BatchTime;
import io.holdfast.testkit.fault.Disturbance;
import io.holdfast.testkit.fault.EarlierLife;
import io.holdfast.testkit.jobs.ProtectedJob;
import io.holdfast.testkit.jobs.ProtectedJob.Level;
import io.holdfast.testkit.jobs.Scenarios;
import io.holdfast.testkit.jobs.WordCountJob;
import io.holdfast.testkit.scenario.Scenario;
import io.holdfast.wal.storage.simulated.CrashProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Faults in how batches get their times and blocks, and in what becomes of pending ones. */
final class AllocationBugs {
  private static final long HOUR_MILLIS = 3_600_000;
  private static final long FIRST_BATCH = 110;

  private AllocationBugs() {}

  static List<SeededBug> all() {
    return List.of(
        bug("REUSE_A_BATCH_TIME", "gives the last batch's time to the next one")
            .assembled(
                timing(
                    () ->
                        (last, now, interval) ->
                            last.isAfter(BatchTime.NONE) ? last : new BatchTime(now))),
        bug("BATCH_TIME_FROM_THE_CLOCK", "trusts the clock to have moved on since the last batch")
            .assembled(
                timing(
                    () ->
                        (last, now, interval) ->
                            new BatchTime(now - Math.floorMod(now, interval.toMillis())))),
        bug("LAST_BATCH_TIME_FORGOTTEN", "knows the last batch's time only since the start")
            .scenario(AllocationBugs::clockSetBack)
            .assembled(timing(Forgetful::new)),
        bug("JOB_BEFORE_F3", "runs a batch before its allocation is in the journal")
            .assembled(FaultyJournal.writingLate(event -> event instanceof BatchAllocated)),
        bug("ALLOCATION_NOT_JOURNALED", "takes it that a restart allocates the same blocks again")
            .assembled(FaultyJournal.notWriting(event -> event instanceof BatchAllocated)),
        bug(
                "RANGE_BEGINS_ONE_LATE",
                "takes the first block of a batch for the last of the one before")
            .assembled(allocating(1, 0)),
        bug("RANGE_BEGINS_ONE_EARLY", "gives a batch the last block of the one before as well")
            .assembled(allocating(-1, 0)),
        bug("RANGE_ENDS_ONE_EARLY", "takes the end of a range of blocks for exclusive")
            .assembled(allocating(0, -1)),
        bug("PENDING_FORGOTTEN", "does not run what an earlier driver has left pending")
            .assembled(
                asking(asked -> new CommittedBatches(asked.complete(), new LinkedHashMap<>()))),
        bug("PENDING_TAKEN_AS_COMPLETE", "takes an allocated batch for a completed one")
            .assembled(asking(AllocationBugs::allComplete)),
        bug("PENDING_IN_WRONG_ORDER", "runs the newest of the pending batches first")
            .scenario(seed -> Scenarios.crowded(new WordCountJob(), SeededBug.LINES, seed))
            .assembled(asking(AllocationBugs::newestFirst)),
        bug("LOSSES_JOURNALED_LATE", "runs a batch without lost blocks before they are journaled")
            .scenario(AllocationBugs::afterALoss)
            .assembled(
                FaultyJournal.writingWithTheNextBatch(event -> event instanceof BlocksLost)));
  }

  private static SeededBug bug(String name, String mistake) {
    return SeededBug.of("allocation", name, mistake);
  }

  private static Scenario clockSetBack(long seed) {
    Scenario plain = Scenarios.releasing(new WordCountJob(), SeededBug.LINES, seed);
    return plain.with(
        plain.records(),
        List.of(new EarlierLife(200, Optional.empty(), CrashProfile.KILL)),
        List.of(new Disturbance(1, Disturbance.Kind.CLOCK, -HOUR_MILLIS)));
  }

  /** An earlier life has died between the first allocation of a batch and its end. */
  private static Scenario afterALoss(long seed) {
    Scenario plain = Scenarios.releasing(new ProtectedJob(Level.NONE), SeededBug.LINES, seed);
    return plain.with(
        plain.records(),
        List.of(new EarlierLife(FIRST_BATCH + 4 * seed, Optional.empty(), CrashProfile.KILL)),
        List.of());
  }

  private static Supplier<Assembly> timing(Supplier<BatchTimes> faulty) {
    return () ->
        new Assembly() {
          @Override
          public BatchTimes batchTimes() {
            return faulty.get();
          }
        };
  }

  private static Supplier<Assembly> allocating(int first, int last) {
    return () ->
        new Assembly() {
          @Override
          public JobGenerator jobGenerator(Set<String> streams, Duration interval) {
            return new Shifting(streams, batchTimes(), interval, first, last);
          }
        };
  }

  static Supplier<Assembly> asking(UnaryOperator<CommittedBatches> faulty) {
    return () ->
        new Assembly() {
          @Override
          public CommittedBatches committed(DriverState state, Collection<Output> outputs) {
            return faulty.apply(super.committed(state, outputs));
          }
        };
  }

  private static CommittedBatches allComplete(CommittedBatches asked) {
    List<Allocation> complete = new ArrayList<>(asked.complete());
    complete.addAll(asked.committedOutputs().keySet());
    return new CommittedBatches(complete, new LinkedHashMap<>());
  }

  private static CommittedBatches newestFirst(CommittedBatches asked) {
    List<Allocation> order = new ArrayList<>(asked.committedOutputs().keySet());
    Collections.reverse(order);
    Map<Allocation, Set<String>> reversed = new LinkedHashMap<>();
    order.forEach(batch -> reversed.put(batch, asked.committedOutputs().get(batch)));
    return new CommittedBatches(asked.complete(), reversed);
  }

  /** Gets the ends of ranges wrong. */
  private static final class Shifting extends JobGenerator {
    private final int first;
    private final int last;

    Shifting(Set<String> streams, BatchTimes times, Duration interval, int first, int last) {
      super(streams, times, interval);
      this.first = first;
      this.last = last;
    }

    @Override
    public Optional<BatchAllocated> next(
        DriverState state, long nowMillis, long maxBytes, Wishes wishes) {
      return super.next(state, nowMillis, maxBytes, wishes)
          .map(
              event ->
                  new BatchAllocated(
                      event.time(),
                      event.ranges().stream()
                          .map(this::shift)
                          .filter(range -> range.first() <= range.last())
                          .toList()))
          .filter(event -> !event.ranges().isEmpty());
    }

    private BlockRange shift(BlockRange range) {
      return new BlockRange(
          range.stream(), Math.max(1, range.first() + first), range.last() + last);
    }
  }

  private static final class Forgetful implements BatchTimes {
    private BatchTime own = BatchTime.NONE;

    @Override
    public BatchTime next(BatchTime last, long nowMillis, Duration interval) {
      own = BatchTimes.aligned(own, nowMillis, interval);
      return own;
    }
  }
}
