package io.holdfast.testkit.chaos;

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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Pushes requests of some lines, one after the other, each until it is answered with 200, whatever
 * happens to the job; now and then one more time after that. Its lines are different from those of
 * all others.
 */
final class PushClient implements Runnable {
  private static final int RETRY_MILLIS = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final String name;
  private final URI target;
  private final boolean sequence;
  private final SplittableRandom random;
  private final CountDownLatch finish;
  private final HttpClient http = HttpClient.newHttpClient();
  private final CountDownLatch pause = new CountDownLatch(1);
  private final List<String> lines = new ArrayList<>();
  private int number;
  private long again;
  private final AtomicInteger answered = new AtomicInteger();
  private volatile Throwable failure;

  /**
   * A client.
   *
   * @param sequence whether its keys are numbers of a sequence
   * @param finish when it is open, the request on its way is the last
   */
  PushClient(String name, int port, boolean sequence, long seed, CountDownLatch finish) {
    this.name = name;
    this.target = URI.create("http://127.0.0.1:" + port + "/records");
    this.sequence = sequence;
    this.random = new SplittableRandom(seed);
    this.finish = finish;
  }

  @Override
  public void run() {
    try {
      while (finish.getCount() > 0) {
        push();
      }
    } catch (IllegalStateException | InterruptedException e) {
      failure = e;
    }
  }

  private void push() throws InterruptedException {
    number++;
    String key = sequence ? "seq/" + name + "/" + number : name + "-" + number;
    List<String> request = new ArrayList<>();
    for (int i = random.nextInt(30); i >= 0; i--) {
      request.add(name + " request " + number + " line " + i + "x".repeat(random.nextInt(200)));
    }
    String body = String.join("\n", request);
    while (!sent(key, body)) {
      again++;
      boolean never = pause.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
      if (never) {
        throw new IllegalStateException("nobody ends a pause");
      }
    }
    lines.addAll(request);
    answered.incrementAndGet();
    if (random.nextInt(4) == 0) {
      sent(key, body);
    }
  }

  /** Whether it was answered with 200. */
  private boolean sent(String key, String body) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(target)
            .timeout(PATIENCE)
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      int status = answer.statusCode();
      if (status != 200 && status != 429 && status != 503) {
        throw new IllegalStateException(key + " was answered with " + status + answer.body());
      }
      return status == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** How many requests were answered so far; any thread. */
  int answered() {
    if (failure != null) {
      throw new AssertionError("client " + name + " has failed", failure);
    }
    return answered.get();
  }

  /** All lines that were answered with 200; when it has ended. */
  List<String> lines() {
    return lines;
  }

  /** How often a request had to be sent again; when it has ended. */
  long again() {
    return again;
  }
}
