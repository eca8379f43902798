package io.holdfast.source;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.holdfast.runtime.Scheduler.Cancellable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads requests and writes answers; what is in between belongs to the ledger. Any thread. */
final class PushHandler<T> implements HttpHandler {
  static final String HEALTH = "/health";
  private static final Logger LOG = LoggerFactory.getLogger(PushHandler.class);
  private static final String OUTCOME = "Holdfast-Request";
  private static final String RETRY_SECONDS = "1";
  private static final int DISCARDED_AT_ONCE_BYTES = 8 << 10;
  private static final String CLIENT_QUERY = "client=";

  private final HttpPushSource<T> source;
  private final PushLedger<T> ledger;
  private final Executor answers;
  private final Timers timers;
  private final InFlight inFlight;

  /** Runs something later. */
  interface Timers {
    Cancellable after(Duration delay, Runnable task);
  }

  PushHandler(HttpPushSource<T> source, PushLedger<T> ledger, Executor answers, Timers timers) {
    this.source = source;
    this.ledger = ledger;
    this.answers = answers;
    this.timers = timers;
    this.inFlight = new InFlight(source.limits().maxInFlightBytes());
  }

  /** A request whose answer is known without its body. */
  private static final class RefusedException extends Exception {
    private final PushAnswer answer;

    RefusedException(int status, String reason) {
      super(reason, null, false, false);
      this.answer = PushAnswer.text(status, reason);
    }
  }

  @Override
  public void handle(HttpExchange exchange) {
    try {
      String path = exchange.getRequestURI().getPath();
      boolean health = HEALTH.equals(path);
      if (!health && !source.path().equals(path)) {
        throw new RefusedException(404, "records go to " + source.path());
      }
      switch (exchange.getRequestMethod()) {
        case "GET" -> answer(exchange, health ? health() : status(exchange));
        case "POST" -> {
          if (health) {
            throw notAllowed(exchange, "GET");
          }
          receive(exchange);
        }
        default -> throw notAllowed(exchange, health ? "GET" : "GET, POST");
      }
    } catch (RefusedException e) {
      refuse(exchange, e.answer);
    } catch (IOException e) {
      // The client is gone, or was too slow: nothing of the request was taken.
      exchange.close();
    } catch (RuntimeException e) {
      LOG.warn("A request to {} failed", source.description(), e);
      answer(exchange, PushAnswer.text(500, "the request could not be read: " + e));
    }
  }

  /** Reads what the client still says, or it might not hear the answer; not more, nor for ever. */
  private void refuse(HttpExchange exchange, PushAnswer answer) {
    Cancellable tooSlow = timers.after(source.limits().bodyTime(), exchange::close);
    try {
      InputStream body = exchange.getRequestBody();
      byte[] buffer = new byte[DISCARDED_AT_ONCE_BYTES];
      long left = source.limits().maxRequestBytes();
      for (int read = 0; read >= 0 && left > 0; left -= read) {
        read = body.read(buffer);
      }
    } catch (IOException e) {
      exchange.close();
      return;
    } finally {
      tooSlow.cancel();
    }
    answer(exchange, answer);
  }

  private static RefusedException notAllowed(HttpExchange exchange, String allowed) {
    exchange.getResponseHeaders().set("Allow", allowed);
    return new RefusedException(405, "allowed here: " + allowed);
  }

  private PushAnswer health() {
    return ledger.closed()
        ? PushAnswer.STOPPING
        : PushAnswer.text(200, "receiving; " + inFlight.bytes() + " bytes in flight");
  }

  private PushAnswer status(HttpExchange exchange) throws RefusedException {
    String query = exchange.getRequestURI().getQuery();
    if (query == null || !query.startsWith(CLIENT_QUERY)) {
      throw new RefusedException(400, "ask for ?client=NAME, or " + HEALTH);
    }
    try {
      String client = IdempotencyKey.client(query.substring(CLIENT_QUERY.length()));
      return PushAnswer.text(200, Long.toString(ledger.durable(client)));
    } catch (IllegalArgumentException e) {
      throw new RefusedException(400, e.getMessage());
    }
  }

  private void receive(HttpExchange exchange) throws RefusedException, IOException {
    Headers headers = exchange.getRequestHeaders();
    IdempotencyKey key = key(headers);
    int length = length(headers);
    if (!source.format().accepts(lower(headers.getFirst("Content-Type")))
        || headers.containsKey("Content-Encoding")) {
      throw new RefusedException(
          415,
          "bodies of this Content-Type or encoding are not taken; lines are text/plain in UTF-8, not compressed");
    }
    if (!inFlight.enter(length)) {
      throw new RefusedException(
          429, "more than " + source.limits().maxInFlightBytes() + " bytes are in flight");
    }
    boolean taken = false;
    try {
      List<T> records = records(body(exchange, length));
      CompletableFuture<PushAnswer> answered = new CompletableFuture<>();
      CompletableFuture<Void> unused =
          answered.thenAccept(
              answer ->
                  answers.execute(
                      () -> {
                        inFlight.leave(length);
                        answer(exchange, answer);
                      }));
      ledger.take(key, records, answered);
      taken = true;
    } finally {
      if (!taken) {
        inFlight.leave(length);
      }
    }
  }

  private static IdempotencyKey key(Headers headers) throws RefusedException {
    List<String> values = headers.getOrDefault(IdempotencyKey.HEADER, List.of());
    if (values.size() > 1) {
      throw new RefusedException(400, "there are " + values.size() + " Idempotency-Keys");
    }
    try {
      return values.isEmpty() ? null : IdempotencyKey.parse(values.get(0));
    } catch (IllegalArgumentException e) {
      throw new RefusedException(400, e.getMessage());
    }
  }

  /** Without a length nobody can tell a whole body from one that a dead client has cut. */
  private int length(Headers headers) throws RefusedException {
    String said = headers.getFirst("Content-Length");
    if (said == null || headers.containsKey("Transfer-Encoding")) {
      throw new RefusedException(411, "say the Content-Length, without a Transfer-Encoding");
    }
    if (!said.matches("[0-9]{1,18}")) {
      throw new RefusedException(400, "the Content-Length is no number");
    }
    long length = Long.parseLong(said);
    if (length > source.limits().maxRequestBytes()) {
      throw new RefusedException(
          413, "a request has at most " + source.limits().maxRequestBytes() + " bytes");
    }
    if (length == 0) {
      throw new RefusedException(400, "the request has no records");
    }
    return (int) length;
  }

  private static String lower(String value) {
    return value == null ? "" : value.toLowerCase(Locale.ROOT);
  }

  private byte[] body(HttpExchange exchange, int length) throws IOException {
    Cancellable tooSlow = timers.after(source.limits().bodyTime(), exchange::close);
    try {
      byte[] body = exchange.getRequestBody().readNBytes(length);
      if (body.length < length) {
        throw new IOException("only " + body.length + " of " + length + " bytes came");
      }
      return body;
    } finally {
      tooSlow.cancel();
    }
  }

  private List<T> records(byte[] body) throws RefusedException {
    List<T> records;
    try {
      records = source.format().read(body);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(400, String.valueOf(e.getMessage()));
    }
    if (records.isEmpty()) {
      throw new RefusedException(400, "the request has no records");
    }
    return records;
  }

  private void answer(HttpExchange exchange, PushAnswer answer) {
    try (exchange) {
      Headers headers = exchange.getResponseHeaders();
      if (!answer.outcome().isEmpty()) {
        headers.set(OUTCOME, answer.outcome());
      }
      if (answer.later()) {
        headers.set("Retry-After", RETRY_SECONDS);
      }
      if (answer.text().isEmpty() || exchange.getRequestMethod().equals("HEAD")) {
        exchange.sendResponseHeaders(answer.status(), -1);
        return;
      }
      byte[] text = (answer.text().replace('\n', ' ') + "\n").getBytes(StandardCharsets.UTF_8);
      headers.set("Content-Type", "text/plain; charset=utf-8");
      exchange.sendResponseHeaders(answer.status(), text.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(text);
      }
    } catch (IOException e) {
      // The client is gone; it will ask again if it wants to know.
      LOG.debug("An answer to {} was not heard", source.description(), e);
    }
  }
}
