package io.holdfast.spark;

import io.holdfast.FencedException;
import io.holdfast.HoldfastException;
import io.holdfast.engine.cluster.SentObject;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.engine.receiver.ReceiverReports;
import io.holdfast.engine.receiver.ReceiverSupervisor;
import io.holdfast.engine.receiver.SupervisorPolicy;
import io.holdfast.runtime.CompositionRoot;
import io.holdfast.source.ReceiverSource;
import io.holdfast.spark.Talk.Begin;
import io.holdfast.spark.Talk.Orders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;

/** Runs a receiver as a task of Spark's until the driver says that it is enough. */
record ReceiverTask<T>(
    SentJob job,
    Talk.Channel channel,
    SentObject<ReceiverSource<T>> source,
    SupervisorPolicy policy,
    Duration batchInterval,
    boolean copied)
    implements FlatMapFunction<Iterator<Integer>, byte[]> {
  private static final long serialVersionUID = 1L;
  private static final long PAUSE_MILLIS = 20;
  private static final long IDLE_PAUSE_MILLIS = 200;
  private static final int PATIENCE = 50;

  @Override
  public Iterator<byte[]> call(Iterator<Integer> one) {
    return RemoteFailure.guard(
        () -> {
          new Placement().run();
          return List.<byte[]>of().iterator();
        });
  }

  /** One placement of the receiver. */
  @CompositionRoot("a task of a cluster waits in real time")
  private final class Placement implements ReceiverReports {
    private final Deque<ReceivedBlock> reported = new ArrayDeque<>();
    private volatile Throwable failure;
    private Begin begin;
    private ReceiverSupervisor<T> supervisor;
    private long reportedRecords;
    private long lastTaken;
    private int quiet;

    void run() throws IOException, InterruptedException {
      begin = ExecutorEnd.ask(new Talk.Hello(channel, here(), Executors.here()));
      ExecutorSide side = ExecutorSide.of(job);
      supervisor =
          new ReceiverSupervisor<>(
              channel.stream(),
              source.object(),
              new LogBlockHandler(side.log(), copied),
              begin.before(),
              policy,
              this,
              new ReceiverSupervisor.Surroundings(side.scheduler(), side::opened, batchInterval));
      supervisor.start();
      try {
        talk();
      } finally {
        supervisor.stop();
      }
    }

    private void talk() throws IOException, InterruptedException {
      boolean stopped = false;
      while (true) {
        if (failure != null) {
          throw notStored(failure);
        }
        boolean ended = stopped && unreported() == 0;
        Orders orders =
            ExecutorEnd.ask(
                new Talk.Report(
                    channel, begin.placement(), unreported(), supervisor.caughtUp(), ended));
        acknowledge(orders.journaledSequence());
        sayAgain(orders.takenSequence());
        if (orders.over() || ended || TaskContext.get().isInterrupted()) {
          return;
        }
        if (orders.stop() && !stopped) {
          stopped = true;
          supervisor.stop();
        }
        if (orders.rate() > 0) {
          supervisor.rate(orders.rate());
        }
        TimeUnit.MILLISECONDS.sleep(waiting() ? PAUSE_MILLIS : IDLE_PAUSE_MILLIS);
      }
    }

    /** Whoever is fenced is not tried again: the driver has to hear it as that. */
    private static RuntimeException notStored(Throwable failure) {
      for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
        if (cause instanceof FencedException fenced) {
          return fenced;
        }
      }
      return new UncheckedIOException(
          new IOException("a block could not be stored: " + failure, failure));
    }

    private synchronized long unreported() {
      return supervisor.received() - reportedRecords;
    }

    private synchronized boolean waiting() {
      return !reported.isEmpty() || supervisor.received() > reportedRecords;
    }

    private synchronized void acknowledge(long journaled) {
      while (!reported.isEmpty() && reported.peekFirst().sequence() <= journaled) {
        supervisor.acknowledge(reported.removeFirst());
      }
    }

    /** What was said and has not arrived for a while is said again: it may be lost. */
    private synchronized void sayAgain(long taken) {
      boolean arrived = reported.isEmpty() || reported.peekLast().sequence() <= taken;
      quiet = arrived || taken != lastTaken ? 0 : quiet + 1;
      lastTaken = taken;
      if (quiet >= PATIENCE) {
        quiet = 0;
        for (ReceivedBlock block : reported) {
          if (block.sequence() > taken) {
            say(new Talk.Stored(channel, begin.placement(), block));
          }
        }
      }
    }

    private String here() {
      SparkEnv here = SparkEnv.get();
      return "executor " + here.executorId() + " of " + here.blockManager().blockManagerId().host();
    }

    @Override
    public synchronized void stored(ReceivedBlock block) {
      try {
        ExecutorEnd.send(new Talk.Stored(channel, begin.placement(), block));
        reported.addLast(block);
        reportedRecords += block.records();
      } catch (IOException e) {
        failure = e;
      }
    }

    @Override
    public void storeFailed(Throwable error) {
      failure = error;
    }

    @Override
    public void event(String stream, String event, String detail) {
      if (!event.equals("started")) {
        say(new Talk.Happened(channel, begin.placement(), event, detail));
      }
    }

    @Override
    public void begun(String stream, long sequence) {
      // The driver is told when the block is durable.
    }

    @Override
    public void held(String stream, String reason) {
      say(new Talk.Happened(channel, begin.placement(), "held", reason));
    }

    @Override
    public void freed(String stream) {
      say(new Talk.Happened(channel, begin.placement(), "freed", ""));
    }

    @Override
    public void gaveUp(HoldfastException error) {
      say(new Talk.GaveUp(channel, begin.placement(), RemoteFailure.of(error)));
    }

    private void say(Talk talk) {
      try {
        ExecutorEnd.send(talk);
      } catch (IOException e) {
        failure = e;
      }
    }
  }
}
