package io.holdfast.tools.demo;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/**
 * One connection of the job: {@code RESUME n}, then lines out and {@code ACK n} in, each way on its
 * own thread. It ends when the connection breaks, and the next one resumes where the job says.
 */
final class FeedSession implements AutoCloseable {
  private static final int MAX_REQUEST_BYTES = 64;

  private final Socket socket;
  private final FeedText text;
  private final FeedLedger ledger;
  private final BiConsumer<String, Runnable> threads;

  FeedSession(
      Socket socket, FeedText text, FeedLedger ledger, BiConsumer<String, Runnable> threads) {
    this.socket = socket;
    this.text = text;
    this.ledger = ledger;
    this.threads = threads;
  }

  void start() {
    threads.accept("feed-requests", this::readRequests);
  }

  private void readRequests() {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream(), 512);
      String first = request(in);
      if (first == null || !resume(first)) {
        return;
      }
      String request = request(in);
      while (request != null && acknowledge(request)) {
        request = request(in);
      }
    } catch (IOException e) {
      // The job was killed: that is what the demonstration is about.
    }
  }

  private boolean resume(String request) {
    long after = number(request, "RESUME ");
    if (after < 0 || !ledger.resume(after)) {
      return false;
    }
    threads.accept("feed-lines", () -> sendLines(after));
    return true;
  }

  private boolean acknowledge(String request) {
    long number = number(request, "ACK ");
    return number >= 0 && ledger.acknowledge(number);
  }

  private void sendLines(long after) {
    try {
      OutputStream out = socket.getOutputStream();
      FeedCursor lines = new FeedCursor(text, after);
      while (lines.next() <= ledger.records()) {
        int length = lines.fill(ledger.awaitAllowed(lines.next() - 1));
        ledger.sending(lines.next() - 1);
        out.write(lines.buffer(), 0, length);
      }
      out.write(("END\t" + ledger.records() + "\n").getBytes(StandardCharsets.US_ASCII));
      out.flush();
    } catch (IOException e) {
      // As above.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The number in a request, or -1 after the violation was noted. */
  private long number(String request, String verb) {
    if (request.startsWith(verb)) {
      try {
        long number = Long.parseLong(request.substring(verb.length()));
        if (number >= 0) {
          return number;
        }
      } catch (NumberFormatException e) {
        // said below
      }
    }
    ledger.violate("the job sent '" + request + "' where '" + verb + "<number>' belongs");
    return -1;
  }

  /** The next request, or null at the end of the stream; half a request is none. */
  private static String request(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(MAX_REQUEST_BYTES);
    while (line.size() < MAX_REQUEST_BYTES) {
      int next = in.read();
      if (next < 0) {
        return null;
      }
      if (next == '\n') {
        break;
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  /** Breaks the connection; its threads end by themselves. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // it is broken already
    }
  }
}
