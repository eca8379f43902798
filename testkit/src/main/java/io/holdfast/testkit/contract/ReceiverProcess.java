package io.holdfast.testkit.contract;

import io.holdfast.runtime.LiveScheduler;
import io.holdfast.runtime.Scheduler;
import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.source.Receiver;
import io.holdfast.source.ReceiverContext;
import io.holdfast.testkit.contract.Received.Unit;
import io.holdfast.wal.storage.Storage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One process of the engine with one receiver after the other: takes records, makes them durable in
 * blocks, and tells the receiver. Each of these is a step at which the process may die; what was
 * not durable then is gone.
 *
 * <p>Any thread may store; everything else happens on the kit's thread.
 */
final class ReceiverProcess<T> {
  private static final int MOST_FAILURES = 50;

  private final ReceiverSubject<T> subject;
  private final Received durable;
  private final Steps steps;
  private final SimulatedScheduler simulated;
  private final Scheduler scheduler;
  private final Map<String, Long> positions;
  private final List<Unit> pending = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private final List<String> rejected = new ArrayList<>();
  private Attempt attempt;
  private int loops;

  ReceiverProcess(ReceiverSubject<T> subject, Received durable, Steps steps) {
    this.subject = subject;
    this.durable = durable;
    this.steps = steps;
    this.simulated = subject.simulated() ? new SimulatedScheduler(1, 1_700_000_000_000L) : null;
    this.scheduler = simulated == null ? new LiveScheduler() : simulated;
    this.positions = new HashMap<>(durable.positions());
    // What a dead process throws in its last moments is of no interest.
    scheduler.onFailure((lane, error) -> noteFailure(lane + ": " + error));
  }

  Steps steps() {
    return steps;
  }

  /** Null in real time. */
  SimulatedScheduler simulated() {
    return simulated;
  }

  /** Starts a receiver, behind what is durable. */
  void start() {
    Attempt next = new Attempt(subject.source().createReceiver());
    attempt = next;
    steps.run("a receiver starts behind " + durable.positions(), () -> {});
    next.receiver.start(next, durable.positions());
  }

  /** Whether a receiver has failed since the last time, and another one was started. */
  boolean restartFailed() {
    List<String> reasons = takeFailures();
    if (reasons.isEmpty()) {
      return false;
    }
    steps.run("the receiver fails: " + reasons.get(0), () -> {});
    attempt.end();
    takeFailures();
    start();
    return true;
  }

  private List<String> takeFailures() {
    synchronized (this) {
      List<String> reasons = List.copyOf(failures);
      failures.clear();
      return reasons;
    }
  }

  private synchronized void noteFailure(String reason) {
    if (!steps.dead() && failures.size() < MOST_FAILURES) {
      failures.add(reason);
    }
  }

  /** Texts that are stored, durable or not. */
  List<String> stored() {
    List<String> texts = new ArrayList<>(durable.texts());
    synchronized (this) {
      pending.forEach(unit -> texts.addAll(unit.texts()));
    }
    return texts;
  }

  /** New records that were dropped because of their position. */
  synchronized List<String> rejected() {
    return List.copyOf(rejected);
  }

  synchronized int pendingUnits() {
    return pending.size();
  }

  /** Makes so many units durable, oldest first, and tells the receiver. */
  void makeDurable(int units) {
    List<Unit> block;
    synchronized (this) {
      block = List.copyOf(pending.subList(0, Math.min(units, pending.size())));
    }
    if (block.isEmpty()) {
      return;
    }
    Map<String, Long> reached = new TreeMap<>();
    steps.run(
        "a block is made durable, of " + block.size() + " stored so far",
        () -> {
          reached.putAll(durable.add(block));
          synchronized (this) {
            pending.subList(0, block.size()).clear();
          }
        });
    if (!reached.isEmpty()) {
      steps.run("acknowledged(" + reached + ")", () -> attempt.receiver.acknowledged(reached));
    }
  }

  /** The receiver is told to stop; the process goes on. */
  void stop() {
    attempt.end();
  }

  /** How many loops still run. */
  synchronized int loops() {
    return loops;
  }

  /** The process is gone, however it has ended: its sockets are closed, its threads end. */
  void end() {
    steps.kill("the process ends");
    if (attempt != null) {
      attempt.ended = true;
      attempt.receiver.stop();
    }
    scheduler.close();
  }

  /** One receiver, and the engine as it sees it. */
  private final class Attempt implements ReceiverContext<T> {
    private final Receiver<T> receiver;
    private volatile boolean ended;

    Attempt(Receiver<T> receiver) {
      this.receiver = receiver;
    }

    void end() {
      ended = true;
      receiver.stop();
    }

    private boolean take(List<String> texts, String partition, long position) {
      String what = partition + "@" + position + " " + texts;
      steps.requireAlive();
      if (ended || texts.isEmpty()) {
        return false;
      }
      synchronized (ReceiverProcess.this) {
        if (position > 0 && position <= storedUpTo(partition)) {
          List<String> known = stored();
          texts.stream().filter(text -> !known.contains(text)).forEach(rejected::add);
          return false;
        }
        steps.run("stores " + what, () -> add(new Unit(List.copyOf(texts), partition, position)));
      }
      return true;
    }

    private void add(Unit unit) {
      pending.add(unit);
      if (unit.position() > 0) {
        positions.put(unit.partition(), unit.position());
      }
    }

    @Override
    public void store(T record, String partition, long position) {
      boolean unused = take(List.of(subject.text(record)), partition, position);
    }

    @Override
    public void storeEncoded(
        byte[] bytes, int offset, int length, String partition, long position) {
      store(subject.source().codec().decode(bytes, offset, length), partition, position);
    }

    @Override
    public boolean storeTogether(List<T> records, String partition, long position) {
      return take(records.stream().map(subject::text).toList(), partition, position);
    }

    @Override
    public boolean storeBlock(List<T> records, String partition, long position) {
      return storeTogether(records, partition, position);
    }

    @Override
    public long storedUpTo(String partition) {
      synchronized (ReceiverProcess.this) {
        return positions.getOrDefault(partition, 0L);
      }
    }

    @Override
    public void forget(String partition) {
      synchronized (ReceiverProcess.this) {
        positions.remove(partition);
        // Durable with the next block: a unit without records.
        pending.add(new Unit(List.of(), partition, 0));
      }
    }

    @Override
    public void spawn(String name, Runnable loop) {
      synchronized (ReceiverProcess.this) {
        loops++;
      }
      scheduler.spawn(name, () -> run(loop));
    }

    private void run(Runnable loop) {
      try {
        loop.run();
      } catch (RuntimeException e) {
        fail(e.getMessage() == null ? e.toString() : e.getMessage(), e);
      } catch (ProcessDied e) {
        // So do all threads of a process that dies.
      } finally {
        synchronized (ReceiverProcess.this) {
          loops--;
        }
      }
    }

    @Override
    public void fail(String reason, Throwable cause) {
      if (!ended) {
        noteFailure(reason);
      }
    }

    @Override
    public boolean stopped() {
      return ended || steps.dead();
    }

    @Override
    public Scheduler scheduler() {
      return scheduler;
    }

    @Override
    public Storage storage(String location) {
      return subject.storage(location);
    }
  }
}
