package io.holdfast.endtoend;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that push orders, each request until it is answered with 200, whatever happens to the
 * job, and now and then once more after that. Now and then a line is no order.
 */
final class PushClients implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration AGAIN = Duration.ofMillis(50);
  private static final Duration BETWEEN = Duration.ofMillis(20);
  private static final int OK = 200;
  private static final int MOST_LINES = 10;
  private static final int BAD_EVERY = 40;
  private static final int CUSTOMERS = 50;
  private static final long LARGEST_AMOUNT = 10_000;

  private final URI target;
  private final List<Client> clients = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong again = new AtomicLong();
  private volatile boolean finished;
  private volatile Throwable failure;

  PushClients(int port, int count, long seed) {
    this.target = URI.create("http://127.0.0.1:" + port + "/records");
    for (int i = 0; i < count; i++) {
      clients.add(new Client("c" + i, i % 2 == 0, seed + i));
    }
  }

  void start() {
    for (Client client : clients) {
      threads.add(Stopwatch.daemon("push-" + client.name, client));
    }
  }

  /** No further request is begun; returns when those on their way are answered. */
  void finish() throws InterruptedException {
    finished = true;
    for (Thread thread : threads) {
      thread.join();
    }
    if (failure != null) {
      throw new AssertionError("a client has failed", failure);
    }
  }

  /** All lines that were answered with 200; when they have ended. */
  List<String> lines() {
    return clients.stream().flatMap(client -> client.lines.stream()).toList();
  }

  /** How often a request was sent again. */
  long again() {
    return again.get();
  }

  @Override
  public void close() {
    finished = true;
  }

  private final class Client implements Runnable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final String name;
    private final boolean sequence;
    private final SplittableRandom random;
    private final List<String> lines = new ArrayList<>();
    private long requests;
    private long orders;

    Client(String name, boolean sequence, long seed) {
      this.name = name;
      this.sequence = sequence;
      this.random = new SplittableRandom(seed);
    }

    @Override
    public void run() {
      try {
        while (!finished) {
          push();
          Stopwatch.pause(BETWEEN);
        }
      } catch (IllegalStateException | InterruptedException e) {
        failure = e;
      }
    }

    private void push() throws InterruptedException {
      requests++;
      String key = sequence ? "seq/" + name + "/" + requests : name + "-" + requests;
      List<String> request = new ArrayList<>();
      for (int i = random.nextInt(MOST_LINES); i >= 0; i--) {
        request.add(line());
      }
      String body = String.join("\n", request);
      while (!sent(key, body)) {
        again.incrementAndGet();
        Stopwatch.pause(AGAIN);
      }
      lines.addAll(request);
      if (random.nextInt(8) == 0 && sent(key, body)) {
        again.incrementAndGet();
      }
    }

    private String line() {
      String order = name + "o" + orders++;
      return random.nextInt(BAD_EVERY) == 0
          ? order + " is no order"
          : order + ";customer" + random.nextInt(CUSTOMERS) + ";" + random.nextLong(LARGEST_AMOUNT);
    }

    private boolean sent(String key, String body) throws InterruptedException {
      HttpRequest request =
          HttpRequest.newBuilder(target)
              .timeout(PATIENCE)
              .header("Content-Type", "text/plain")
              .header("Idempotency-Key", key)
              .POST(BodyPublishers.ofString(body))
              .build();
      try {
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        int status = answer.statusCode();
        if (status != OK && status != 429 && status != 503) {
          throw new IllegalStateException(key + " was answered with " + status + answer.body());
        }
        return status == OK;
      } catch (IOException e) {
        return false;
      }
    }
  }
}
