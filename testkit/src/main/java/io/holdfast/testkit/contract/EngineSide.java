package io.holdfast.testkit.contract;

import io.holdfast.sink.CommitOutcome;
import io.holdfast.sink.SinkSession.StagedPart;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the engine does with a sink, and what it remembers from one driver to the next: the batches
 * that it has noted as complete.
 */
final class EngineSide<T> {
  private final List<Batch> batches;
  private final Set<Batch> noted = new LinkedHashSet<>();
  private final Set<Batch> begun = new LinkedHashSet<>();
  private RuntimeException failure;

  /** How the life of a driver ended. */
  enum End {
    /** All batches are complete. */
    DONE,
    /** The kit has killed it. */
    DIED,
    /** The sink has thrown something, or its answer ends the driver. */
    FAILED
  }

  /** The sink's answer ends the driver. */
  static final class AnswerException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final boolean refused;

    AnswerException(Batch batch, CommitOutcome outcome) {
      super(batch + " was answered '" + SinkLife.words(outcome) + "'");
      this.refused = outcome instanceof CommitOutcome.Refused;
    }

    boolean refused() {
      return refused;
    }
  }

  EngineSide(List<Batch> batches) {
    this.batches = new ArrayList<>(batches);
  }

  /** More comes in. */
  void add(Batch batch) {
    batches.add(batch);
  }

  int pending() {
    return batches.size() - noted.size();
  }

  /** Batches of which it relies on that they are committed. */
  List<Batch> noted() {
    return List.copyOf(noted);
  }

  /** Batches whose commit was called for, by any driver. */
  List<Batch> begun() {
    return List.copyOf(begun);
  }

  /** Why the last driver has failed. */
  RuntimeException failure() {
    return failure;
  }

  /** The life of one driver: opens the sink, asks, and runs what is not complete. */
  End run(SinkLife<T> life) {
    try {
      life.open();
      work(life);
      life.close();
      life.steps().requireAlive();
      return End.DONE;
    } catch (ProcessDied e) {
      return End.DIED;
    } catch (RuntimeException e) {
      return failed(life, e);
    } catch (Error e) {
      if (life.steps().dead()) {
        return End.DIED;
      }
      throw e;
    }
  }

  private End failed(SinkLife<T> life, RuntimeException e) {
    if (life.steps().dead()) {
      return End.DIED;
    }
    failure = e;
    try {
      life.close();
    } catch (ProcessDied died) {
      return End.DIED;
    } catch (RuntimeException again) {
      e.addSuppressed(again);
    }
    life.steps().kill("the driver ends: " + e.getMessage());
    return End.FAILED;
  }

  private void work(SinkLife<T> life) {
    List<Batch> pending = new ArrayList<>(batches);
    pending.removeAll(noted);
    Set<Batch> committed = new LinkedHashSet<>();
    for (Batch batch : pending) {
      if (life.committed(batch)) {
        committed.add(batch);
      }
    }
    for (Batch batch : pending) {
      if (!committed.contains(batch)) {
        List<StagedPart> parts = life.stage(batch);
        begun.add(batch);
        CommitOutcome outcome = life.commit(batch, parts);
        if (!(outcome instanceof CommitOutcome.Committed)) {
          throw new AnswerException(batch, outcome);
        }
      }
      noted.add(batch);
      life.border("has noted that " + batch + " is complete");
    }
  }
}
