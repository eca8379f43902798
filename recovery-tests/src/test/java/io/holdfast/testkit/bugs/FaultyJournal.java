package io.holdfast.testkit.bugs;

import io.holdfast.engine.Assembly;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.engine.journal.Journal;
import io.holdfast.engine.journal.JournalEvent;
import io.holdfast.engine.journal.JournalEvent.BatchCompleted;
import io.holdfast.engine.journal.JournalEvent.BlockAdded;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.runtime.SerialExecutor;
import io.holdfast.wal.LogHandle;
import io.holdfast.wal.WriteAheadLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongBiFunction;
import java.util.function.UnaryOperator;

/** Journals with a fault. */
final class FaultyJournal {
  private FaultyJournal() {}

  /** Makes a journal from what a journal is made of. */
  @FunctionalInterface
  interface Maker {
    Journal make(
        WriteAheadLog log, DriverState state, SerialExecutor driver, Consumer<Throwable> onFailure);
  }

  static Supplier<Assembly> assembly(Maker maker) {
    return () ->
        new Assembly() {
          @Override
          public Journal journal(
              WriteAheadLog log,
              DriverState state,
              SerialExecutor driver,
              Consumer<Throwable> onFailure) {
            return maker.make(log, state, driver, onFailure);
          }
        };
  }

  /** Writes other events than it applies. */
  static Supplier<Assembly> writing(UnaryOperator<JournalEvent> written) {
    return assembly(
        (log, state, driver, onFailure) ->
            new Journal(log, state, driver, onFailure) {
              @Override
              protected CompletableFuture<LogHandle> append(JournalEvent event) {
                return super.append(written.apply(event));
              }
            });
  }

  /** Applies some events and goes on, and writes them afterwards. */
  static Supplier<Assembly> writingLate(Predicate<JournalEvent> which) {
    return assembly(
        (log, state, driver, onFailure) ->
            new Journal(log, state, driver, onFailure) {
              @Override
              public void record(JournalEvent event, Runnable then) {
                if (which.test(event)) {
                  apply(event, appliedLsn() + 1);
                  then.run();
                  CompletableFuture<?> unused = append(event);
                } else {
                  super.record(event, then);
                }
              }
            });
  }

  /** Applies some events and never writes them. */
  static Supplier<Assembly> notWriting(Predicate<JournalEvent> which) {
    return assembly(
        (log, state, driver, onFailure) ->
            new Journal(log, state, driver, onFailure) {
              @Override
              public void record(JournalEvent event, Runnable then) {
                if (which.test(event)) {
                  driver.execute(
                      () -> {
                        apply(event, appliedLsn());
                        then.run();
                      });
                } else {
                  super.record(event, then);
                }
              }
            });
  }

  /** Applies some events and goes on; they are written when the next batch is complete. */
  static Supplier<Assembly> writingWithTheNextBatch(Predicate<JournalEvent> which) {
    return assembly(
        (log, state, driver, onFailure) ->
            new Journal(log, state, driver, onFailure) {
              private final List<JournalEvent> late = new ArrayList<>();

              @Override
              public void record(JournalEvent event, Runnable then) {
                if (which.test(event)) {
                  late.add(event);
                  driver.execute(
                      () -> {
                        apply(event, appliedLsn());
                        then.run();
                      });
                  return;
                }
                if (event instanceof BatchCompleted) {
                  for (JournalEvent waiting : late) {
                    CompletableFuture<?> unused = append(waiting);
                  }
                  late.clear();
                }
                super.record(event, then);
              }
            });
  }

  /** Writes blocks with other offsets than they have. */
  static Supplier<Assembly> writingOffsets(ToLongBiFunction<ReceivedBlock, Long> offset) {
    return writing(
        event -> {
          if (event instanceof BlockAdded added) {
            return new BlockAdded(withOffsets(added.block(), offset));
          }
          return event;
        });
  }

  static ReceivedBlock withOffsets(
      ReceivedBlock block, ToLongBiFunction<ReceivedBlock, Long> offset) {
    Map<String, Long> offsets = new TreeMap<>(block.offsets());
    offsets.replaceAll((partition, position) -> offset.applyAsLong(block, position));
    return new ReceivedBlock(
        block.stream(), block.sequence(), block.records(), block.location(), offsets);
  }
}
