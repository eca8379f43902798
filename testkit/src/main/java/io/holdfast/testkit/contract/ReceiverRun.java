package io.holdfast.testkit.contract;

import io.holdfast.stream.Guarantee;
import io.holdfast.testkit.contract.ContractViolation.Evidence;
import io.holdfast.testkit.contract.Received.Unit;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A sender, what is durable, and the processes that come one after the other: the kit sends a few
 * records, waits until they are stored, makes some of them durable, and so on.
 */
final class ReceiverRun<T> implements AutoCloseable {
  private static final int ROUNDS = 4;
  private static final int IN_A_ROUND = 3;
  private static final int MOST_TICKS = 8_000;
  private static final int MOST_SIMULATED_TICKS = 1_000;
  private static final int QUIET_TICKS = 60;
  private static final int TICK_MILLIS = 1;
  private static final Duration SIMULATED_TICK = Duration.ofMillis(50);

  private final ReceiverSubject<T> subject;
  private final long seed;
  private final Received durable = new Received();
  private final List<String> sent = new ArrayList<>();
  private final List<String> awaited = Collections.synchronizedList(new ArrayList<>());
  private final List<String> trace = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch never = new CountDownLatch(1);
  private ReceiverProcess<T> process;
  private int processes;
  private int rounds;

  /** What is done beside sending, receiving and making durable. */
  interface Script {
    /** After each block that was made durable. */
    default void afterBlock(int round) throws Exception {}

    /** When records are stored, and before they are made durable. */
    default void beforeBlock(int round) throws Exception {}
  }

  ReceiverRun(ReceiverSubject<T> subject, long seed) {
    this.subject = subject;
    this.seed = seed;
  }

  ReceiverSubject<T> subject() {
    return subject;
  }

  ReceiverProcess<T> process() {
    return process;
  }

  private Guarantee promised() {
    return subject.source().promise().guarantee();
  }

  /**
   * The life of one process.
   *
   * @return whether it has come to the end: everything that was sent is durable, and told
   */
  boolean life(StepWatch watch, Script script, String window) throws Exception {
    processes++;
    process =
        new ReceiverProcess<>(subject, durable, new Steps("process " + processes, watch, trace));
    if (promised() == Guarantee.AT_MOST_ONCE) {
      awaited.clear();
    }
    try {
      process.start();
      work(script, window);
      return true;
    } catch (ProcessDied e) {
      return false;
    } catch (RuntimeException | Error e) {
      if (process.steps().dead()) {
        return false;
      }
      throw e;
    } finally {
      end();
      requireToldIsDurable(window);
    }
  }

  /** A process that is gone has no threads, and no connection is made by them any more. */
  private void end() throws Exception {
    process.end();
    for (int tick = 0; tick < MOST_TICKS && process.loops() > 0; tick++) {
      tick();
    }
    subject.cut();
  }

  private void work(Script script, String window) throws Exception {
    while (true) {
      await(() -> process.stored().containsAll(List.copyOf(awaited)));
      List<String> missing = new ArrayList<>(awaited);
      missing.removeAll(process.stored());
      if (!missing.isEmpty()) {
        throw missing(missing, window);
      }
      script.beforeBlock(rounds);
      requireToldIsDurable(window);
      int units = process.pendingUnits();
      process.makeDurable(rounds < ROUNDS && units > 1 ? units - 1 : units);
      script.afterBlock(rounds);
      if (rounds < ROUNDS) {
        sendRound(window);
      } else if (process.pendingUnits() == 0) {
        break;
      }
    }
    if (subject.acknowledged().isPresent()) {
      await(() -> told().containsAll(durable.texts()));
    }
  }

  private void sendRound(String window) throws Exception {
    List<String> round = new ArrayList<>();
    for (int i = 1; i <= IN_A_ROUND; i++) {
      round.add("record-" + (rounds + 1) + "-" + i);
    }
    process.steps().run("the sender is given " + round, () -> {});
    if (!await(subject::ready)) {
      throw violation(
          ReceiverRule.ARRIVES, "no receiver connects to the sender", window, List.of());
    }
    rounds++;
    sent.addAll(round);
    awaited.addAll(round);
    subject.send(round);
  }

  /** What a source that promises no more may lose when its connection breaks. */
  void connectionBroke() {
    if (promised() == Guarantee.AT_MOST_ONCE) {
      awaited.clear();
    }
  }

  /** Lets time pass until something holds, or for as long as the kit has patience. */
  boolean await(BooleanSupplier condition) throws Exception {
    int most = process.simulated() == null ? MOST_TICKS : MOST_SIMULATED_TICKS;
    for (int tick = 0; tick < most; tick++) {
      process.steps().requireAlive();
      boolean restarted = process.restartFailed();
      if (!restarted && condition.getAsBoolean()) {
        return true;
      }
      tick();
    }
    return condition.getAsBoolean();
  }

  /** Lets some time pass, for what must not happen. */
  void quiet() throws Exception {
    for (int tick = 0; tick < QUIET_TICKS; tick++) {
      process.steps().requireAlive();
      process.restartFailed();
      tick();
    }
  }

  private void tick() throws InterruptedException {
    if (process.simulated() != null) {
      process.simulated().runFor(SIMULATED_TICK);
    } else if (never.await(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("nobody opens it");
    }
  }

  private Set<String> told() {
    return subject.acknowledged().orElse(Set.of());
  }

  void requireToldIsDurable(String window) {
    // In this order: what becomes durable in between is no reason.
    Set<String> told = new HashSet<>(told());
    told.removeAll(durable.texts());
    if (!told.isEmpty()) {
      throw violation(
          ReceiverRule.DURABLE_FIRST,
          "the sender was told of " + told + ", which is not durable",
          window,
          List.of());
    }
  }

  private ContractViolation missing(List<String> missing, String window) {
    List<String> rejected = process.rejected();
    if (!rejected.isEmpty()) {
      return violation(
          ReceiverRule.RESUMES,
          rejected + " came with a position that another record has, and was dropped",
          window,
          sent);
    }
    return violation(
        ReceiverRule.NOT_LOST, missing + " was sent, and is never stored", window, sent);
  }

  /** At the end of all processes. */
  void requireAllIsWell(String window) {
    List<String> texts = durable.texts();
    List<String> lost = new ArrayList<>(sent);
    lost.removeAll(texts);
    if (!lost.isEmpty() && promised() != Guarantee.AT_MOST_ONCE) {
      throw violation(ReceiverRule.NOT_LOST, lost + " is lost", window, sent);
    }
    if (promised() != Guarantee.AT_LEAST_ONCE) {
      requireNothingTwice(window);
    }
    requireOrder(window);
    Set<String> untold = new HashSet<>(texts);
    untold.removeAll(told());
    if (subject.acknowledged().isPresent() && !untold.isEmpty()) {
      throw violation(
          ReceiverRule.TOLD, "the sender was never told of " + untold, window, List.of());
    }
  }

  void requireNothingTwice(String window) {
    List<String> stored = process.stored();
    for (String text : stored) {
      int times = Collections.frequency(stored, text);
      if (times > 1) {
        throw violation(
            ReceiverRule.NOT_TWICE, "'" + text + "' is there " + times + " times", window, sent);
      }
    }
  }

  private void requireOrder(String window) {
    Map<String, Integer> last = new HashMap<>();
    for (Unit unit : durable.units()) {
      for (String text : unit.texts()) {
        int place = sent.indexOf(text);
        Integer before = last.put(unit.partition(), place);
        if (before != null && before > place) {
          throw violation(
              ReceiverRule.ORDERED,
              "'" + text + "' is stored behind '" + sent.get(before) + "'",
              window,
              sent);
        }
      }
    }
  }

  ContractViolation violation(
      ReceiverRule rule, String what, String window, List<String> expected) {
    List<String> steps;
    synchronized (trace) {
      steps = List.copyOf(trace);
    }
    return new ContractViolation(
        rule,
        what,
        new Evidence(window, steps, expected.isEmpty() ? null : expected, process.stored(), seed),
        null);
  }

  @Override
  public void close() throws IOException {
    subject.close();
  }
}
