package io.holdfast.testkit.contract;

import io.holdfast.runtime.LiveScheduler;
import io.holdfast.runtime.SerialExecutor;
import io.holdfast.source.HttpPushSource;
import io.holdfast.source.ReceiverSource;
import io.holdfast.testkit.process.Ports;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A client that posts the texts of a call as one request, until it is answered with 200. */
final class HttpSubject implements ReceiverSubject<String> {
  private static final Duration PAUSE = Duration.ofMillis(2);

  private final int port;
  private final HttpPushSource<String> source;
  private final String keys;
  private final HttpClient http = HttpClient.newHttpClient();
  private final LiveScheduler threads = new LiveScheduler();
  private final SerialExecutor lane = threads.serial("client");
  private final List<List<String>> requests = new ArrayList<>();
  private final Set<String> answered = new HashSet<>();
  private boolean closed;

  /**
   * A client.
   *
   * @param keys what stands before the number of a request in its key
   */
  HttpSubject(String keys) {
    this.port = Ports.free();
    this.keys = keys;
    this.source = HttpPushSource.lines(port);
  }

  @Override
  public ReceiverSource<String> source() {
    return source;
  }

  @Override
  public String text(String record) {
    return record;
  }

  @Override
  public synchronized void send(List<String> texts) {
    requests.add(texts);
    post(requests.size());
  }

  private synchronized void post(int number) {
    if (closed) {
      return;
    }
    List<String> texts = requests.get(number - 1);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/records"))
            .header("Idempotency-Key", keys + number)
            .POST(BodyPublishers.ofString(String.join("\n", texts)))
            .build();
    CompletableFuture<HttpResponse<String>> unused =
        http.sendAsync(request, BodyHandlers.ofString())
            .whenComplete((answer, error) -> heard(number, answer));
  }

  private void heard(int number, HttpResponse<String> answer) {
    if (answer != null && answer.statusCode() == 200) {
      synchronized (this) {
        answered.addAll(requests.get(number - 1));
      }
    } else {
      threads.schedule(PAUSE, lane, () -> post(number));
    }
  }

  @Override
  public synchronized Optional<Set<String>> acknowledged() {
    return Optional.of(Set.copyOf(answered));
  }

  @Override
  public boolean sendAllAgain() {
    for (int number = 1; number <= requests.size(); number++) {
      post(number);
    }
    return true;
  }

  @Override
  public OptionalInt horizon() {
    return OptionalInt.of(source.limits().maxKeys());
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    threads.close();
  }
}
