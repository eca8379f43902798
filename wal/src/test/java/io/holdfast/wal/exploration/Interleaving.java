package io.holdfast.wal.exploration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Runs threads one at a time, switching only where they say so, in every order that takes at most a
 * given number of preemptions (a switch away from a thread that could go on; switches at an end or
 * a wait are free). Iterative context bounding after Musuvathi and Qadeer, "Iterative Context
 * Bounding for Systematic Testing of Multithreaded Programs", PLDI 2007.
 */
final class Interleaving {
  private static final int PATIENCE_SECONDS = 20;

  private final ExecutorService pool;
  private final int maxPreemptions;
  private final List<Strand> strands = new ArrayList<>();
  private final Semaphore over = new Semaphore(0);
  private final Semaphore stopped = new Semaphore(0);
  private int[] choices = new int[64];
  private int[] arities = new int[64];
  private int planned;
  private int taken;
  private int preemptions;
  private Strand current;
  private volatile Throwable error;
  private volatile boolean stopping;

  /** Unwinds a thread whose run is over. */
  private static final class Stopped extends Error {
    private static final long serialVersionUID = 1L;

    Stopped() {
      super("the run is over", null, false, false);
    }
  }

  /** One thread of the program. */
  private final class Strand implements Runnable {
    final Runnable body;
    final Semaphore turn = new Semaphore(0);
    BooleanSupplier ready = Strand::always;
    boolean started;
    boolean ended;

    Strand(Runnable body) {
      this.body = body;
    }

    static boolean always() {
      return true;
    }

    boolean enabled() {
      return !ended && ready.getAsBoolean();
    }

    @Override
    public void run() {
      try {
        body.run();
      } catch (Stopped e) {
        // The run is over.
      } catch (Throwable e) {
        error = e;
      }
      ended = true;
      if (stopping) {
        stopped.release();
      } else {
        handOver(null);
      }
    }

    void go() {
      if (started) {
        turn.release();
      } else {
        started = true;
        pool.execute(this);
      }
    }
  }

  Interleaving(ExecutorService pool, int maxPreemptions) {
    this.pool = pool;
    this.maxPreemptions = maxPreemptions;
  }

  /** Adds a thread. */
  void thread(Runnable body) {
    strands.add(new Strand(body));
  }

  /**
   * Runs all threads until none can go on.
   *
   * @throws Throwable what a thread has thrown
   */
  void run() throws Throwable {
    taken = 0;
    preemptions = 0;
    current = null;
    error = null;
    stopping = false;
    handOver(null);
    if (!over.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new Violation("the threads wait for each other");
    }
    stop();
    if (error != null) {
      throw error;
    }
  }

  /** Ends the threads that still wait. */
  private void stop() {
    stopping = true;
    int waiting = 0;
    for (Strand strand : strands) {
      if (strand.started && !strand.ended) {
        waiting++;
        strand.turn.release();
      }
    }
    stopped.acquireUninterruptibly(waiting);
  }

  /** Whether there is another order; then the next run follows it. */
  boolean next() {
    strands.clear();
    planned = taken;
    while (planned > 0 && choices[planned - 1] + 1 >= arities[planned - 1]) {
      planned--;
    }
    if (planned == 0) {
      return false;
    }
    choices[planned - 1]++;
    return true;
  }

  /** The order of this run, to repeat it with. */
  String path() {
    return Arrays.toString(Arrays.copyOf(choices, taken));
  }

  /** Here another thread may come in between. */
  void point() {
    if (current != null) {
      handOver(current);
    }
  }

  /** The calling thread waits until another one has made {@code condition} true. */
  void await(BooleanSupplier condition) {
    Strand waiting = current;
    waiting.ready = condition;
    handOver(waiting);
    waiting.ready = Strand::always;
  }

  private void handOver(Strand from) {
    if (stopping) {
      throw new Stopped();
    }
    Strand to = error == null ? choose(from) : null;
    if (to == from && from != null) {
      return;
    }
    current = to;
    if (to == null) {
      over.release();
    } else {
      to.go();
    }
    if (from != null) {
      from.turn.acquireUninterruptibly();
      if (stopping) {
        throw new Stopped();
      }
    }
  }

  private Strand choose(Strand from) {
    List<Strand> options = new ArrayList<>(strands.size());
    boolean goesOn = from != null && from.enabled();
    if (goesOn) {
      options.add(from);
    }
    if (!goesOn || preemptions < maxPreemptions) {
      for (Strand strand : strands) {
        if (strand != from && strand.enabled()) {
          options.add(strand);
        }
      }
    }
    if (options.isEmpty()) {
      return null;
    }
    int choice = options.size() == 1 ? 0 : choice(options.size());
    preemptions += goesOn && choice > 0 ? 1 : 0;
    return options.get(choice);
  }

  private int choice(int arity) {
    if (taken == choices.length) {
      choices = Arrays.copyOf(choices, taken * 2);
      arities = Arrays.copyOf(arities, taken * 2);
    }
    if (taken >= planned) {
      choices[taken] = 0;
    }
    arities[taken] = arity;
    return choices[taken++];
  }
}
