package io.holdfast.testkit.contract;

import io.holdfast.runtime.LiveScheduler;
import io.holdfast.source.NumberedTcpSource;
import io.holdfast.source.ReceiverSource;
import io.holdfast.source.SocketTextSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A server that sends lines to who connects: numbered ones, which it keeps until they are
 * acknowledged, or plain ones, which it sends once.
 */
final class TcpSubject implements ReceiverSubject<String> {
  private static final int LOOK_MILLIS = 3;

  private final boolean numbered;
  private final ServerSocket server;
  private final LiveScheduler threads = new LiveScheduler();
  private final List<String> texts = new ArrayList<>();
  private Socket latest;
  private Socket connection;
  private int sentUpTo;
  private int acknowledged;
  private boolean fromTheBeginning;

  TcpSubject(boolean numbered) throws IOException {
    this.numbered = numbered;
    this.server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    threads.spawn("sender", this::accept);
  }

  @Override
  public ReceiverSource<String> source() {
    String host = server.getInetAddress().getHostAddress();
    return numbered
        ? new NumberedTcpSource(host, server.getLocalPort())
        : new SocketTextSource(host, server.getLocalPort());
  }

  @Override
  public String text(String record) {
    return record;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket accepted = server.accept();
        accepted.setTcpNoDelay(true);
        synchronized (this) {
          latest = accepted;
        }
        if (numbered) {
          threads.spawn("sender-hears", () -> hear(accepted));
        } else {
          takeIfOpen(accepted);
        }
      } catch (IOException e) {
        // Closed, or the receiver has gone again; then it comes once more.
      }
    }
  }

  /** The receiver says nothing: what can be read is that it is gone already. */
  private void takeIfOpen(Socket accepted) throws IOException {
    accepted.setSoTimeout(LOOK_MILLIS);
    try {
      if (accepted.getInputStream().read() < 0) {
        accepted.close();
        return;
      }
    } catch (SocketTimeoutException e) {
      // It is there.
    }
    synchronized (this) {
      connection = accepted;
    }
  }

  private void hear(Socket accepted) {
    try (BufferedReader said =
        new BufferedReader(
            new InputStreamReader(accepted.getInputStream(), StandardCharsets.US_ASCII))) {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        int space = line.indexOf(' ');
        heard(accepted, line.substring(0, space), Integer.parseInt(line.substring(space + 1)));
      }
    } catch (IOException e) {
      // The connection is gone.
    }
  }

  private synchronized void heard(Socket from, String word, int number) throws IOException {
    acknowledged = Math.max(acknowledged, number);
    if (word.equals("RESUME") && from == latest) {
      sentUpTo = fromTheBeginning ? 0 : number;
      connection = from;
      flush();
    }
  }

  /** What is not sent yet; on a connection that has just broken it is lost, and sent again. */
  private void flush() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (; sentUpTo < texts.size(); sentUpTo++) {
      lines.append(numbered ? (sentUpTo + 1) + "\t" : "").append(texts.get(sentUpTo)).append('\n');
    }
    connection.getOutputStream().write(lines.toString().getBytes(StandardCharsets.UTF_8));
    connection.getOutputStream().flush();
  }

  @Override
  public synchronized boolean ready() {
    return numbered || connection != null;
  }

  @Override
  public synchronized void send(List<String> more) {
    texts.addAll(more);
    if (connection != null) {
      try {
        flush();
      } catch (IOException e) {
        connection = null;
      }
    }
  }

  @Override
  public synchronized Optional<Set<String>> acknowledged() {
    return numbered
        ? Optional.of(new HashSet<>(texts.subList(0, Math.min(acknowledged, texts.size()))))
        : Optional.empty();
  }

  @Override
  public synchronized void cut() throws IOException {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }

  @Override
  public boolean connected() {
    return true;
  }

  @Override
  public synchronized boolean sendAllAgain() throws IOException {
    if (!numbered) {
      return false;
    }
    sentUpTo = 0;
    fromTheBeginning = true;
    if (connection != null) {
      flush();
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    server.close();
    cut();
    threads.close();
  }
}
