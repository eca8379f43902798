package io.holdfast.source;

import com.sun.net.httpserver.HttpServer;
import io.holdfast.SourceFailedException;
import io.holdfast.runtime.SerialExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;

/**
 * Listens for pushed requests from {@link #start} to {@link #stop}. Bodies are read on a small
 * pool, answers are written on a lane of their own; no thread waits for durability.
 */
final class HttpPushReceiver<T> implements Receiver<T> {
  private static final int THREADS = 8;
  private static final int BACKLOG = 256;

  private final HttpPushSource<T> source;
  private HttpServer server;
  private volatile PushLedger<T> ledger;
  private volatile boolean stopped;

  HttpPushReceiver(HttpPushSource<T> source) {
    this.source = source;
  }

  @Override
  public synchronized void start(ReceiverContext<T> context, Map<String, Long> resumeAfter) {
    if (stopped) {
      return;
    }
    HttpServer bound = bind();
    HttpPushSource.Limits limits = source.limits();
    ledger = new PushLedger<>(context, resumeAfter, limits.maxKeys(), limits.maxClients());
    String name = "http-push-" + source.port();
    SerialExecutor answers = context.scheduler().serial(name + "-answers");
    PushHandler<T> handler =
        new PushHandler<>(
            source,
            ledger,
            task -> answer(answers, task),
            (delay, task) -> context.scheduler().schedule(delay, answers, task));
    bound.setExecutor(context.scheduler().pool(name, THREADS));
    bound.createContext("/", handler);
    bound.start();
    server = bound;
  }

  @Override
  public void acknowledged(Map<String, Long> durable) {
    PushLedger<T> running = ledger;
    if (running != null) {
      running.acknowledged(durable);
    }
  }

  /** Who waits is told, and the port is free, when this returns. */
  @Override
  public synchronized void stop() {
    stopped = true;
    if (server != null) {
      ledger.close();
      server.stop(0);
      server = null;
    }
  }

  /** When it stops, the lane may end before its tasks. */
  private void answer(SerialExecutor lane, Runnable task) {
    if (stopped) {
      task.run();
    } else {
      lane.execute(task);
    }
  }

  private HttpServer bind() {
    InetSocketAddress where = new InetSocketAddress(source.address(), source.port());
    try {
      return HttpServer.create(where, BACKLOG);
    } catch (IOException | IllegalArgumentException e) {
      throw new SourceFailedException(
          "cannot listen on "
              + source.address()
              + ":"
              + source.port()
              + ": "
              + e.getMessage()
              + "; another program may have the port, or the address is not of this machine",
          e);
    }
  }
}
