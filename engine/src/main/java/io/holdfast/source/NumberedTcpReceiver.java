package io.holdfast.source;

import io.holdfast.SourceFailedException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The receiving side of the numbered line protocol. Says {@code RESUME n} when it has connected,
 * takes {@code number TAB text}, says {@code ACK n} when everything up to n is durable.
 */
final class NumberedTcpReceiver implements Receiver<String> {
  private static final String PARTITION = "line";
  private static final int MAX_DIGITS = 18;

  private final Peer peer;
  private volatile Socket socket;

  /** Both are guarded by this: what is durable before a connection is there is said with it. */
  private OutputStream toSender;

  private long durable;

  NumberedTcpReceiver(Peer peer) {
    this.peer = peer;
  }

  @Override
  public void start(ReceiverContext<String> context, Map<String, Long> resumeAfter) {
    long last = resumeAfter.getOrDefault(PARTITION, 0L);
    context.spawn("numbered-tcp-" + peer, () -> receive(context, last));
  }

  @Override
  public void acknowledged(Map<String, Long> positions) {
    Long number = positions.get(PARTITION);
    if (number == null) {
      return;
    }
    try {
      acknowledge(number);
    } catch (IOException e) {
      // The reading side finds the connection broken as well and has it made anew; the number is
      // said again then.
      stop();
    }
  }

  private synchronized void acknowledge(long number) throws IOException {
    durable = Math.max(durable, number);
    if (toSender != null) {
      say(toSender, "ACK " + number);
    }
  }

  /** Says where to go on; lines of an earlier connection may have become durable meanwhile. */
  private synchronized long resume(OutputStream out, long resumeAfter) throws IOException {
    long last = Math.max(durable, resumeAfter);
    say(out, "RESUME " + last);
    toSender = out;
    return last;
  }

  @Override
  public void stop() {
    Socket open = socket;
    if (open != null) {
      Peer.closeQuietly(open);
    }
  }

  private void receive(ReceiverContext<String> context, long resumeAfter) {
    try (Socket connected = peer.connect()) {
      socket = connected;
      long last = resume(connected.getOutputStream(), resumeAfter);
      readLines(context, new LineReader(connected.getInputStream()), last);
      if (!context.stopped()) {
        context.caughtUp();
        throw new SourceFailedException("the sender " + peer + " has closed the connection");
      }
    } catch (IOException e) {
      if (!context.stopped()) {
        throw new SourceFailedException("reading from " + peer + " failed: " + e.getMessage(), e);
      }
    }
  }

  private void readLines(ReceiverContext<String> context, LineReader lines, long resumeAfter)
      throws IOException {
    long last = resumeAfter;
    while (!context.stopped() && lines.next()) {
      int tab = tab(lines);
      long number = number(lines, tab);
      if (number < 0) {
        context.caughtUp();
        continue;
      }
      if (number > last + 1) {
        throw new SourceFailedException(
            "the sender "
                + peer
                + " sent line "
                + number
                + " where line "
                + (last + 1)
                + " is due: it no longer has lines that were never acknowledged");
      }
      if (number == last + 1) {
        context.storeEncoded(lines.buffer(), tab + 1, lines.end() - tab - 1, PARTITION, number);
        last = number;
      }
    }
  }

  private int tab(LineReader lines) {
    byte[] bytes = lines.buffer();
    for (int i = lines.start(); i < lines.end(); i++) {
      if (bytes[i] == '\t') {
        return i;
      }
    }
    throw notNumbered(lines);
  }

  /** The line's number; -1 for the line that says that there are no more for now. */
  private long number(LineReader lines, int tab) {
    byte[] bytes = lines.buffer();
    if (tab - lines.start() == 3 && bytes[lines.start()] == 'E') {
      return -1;
    }
    long number = 0;
    for (int i = lines.start(); i < tab; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9 || i - lines.start() >= MAX_DIGITS) {
        throw notNumbered(lines);
      }
      number = number * 10 + digit;
    }
    if (number == 0) {
      throw notNumbered(lines);
    }
    return number;
  }

  private SourceFailedException notNumbered(LineReader lines) {
    int shown = Math.min(40, lines.end() - lines.start());
    return new SourceFailedException(
        "the sender "
            + peer
            + " does not number its lines ('"
            + new String(lines.buffer(), lines.start(), shown, StandardCharsets.UTF_8)
            + "...'); for a plain line sender use a socket source");
  }

  private static void say(OutputStream out, String line) throws IOException {
    out.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }
}
