package io.holdfast.tools.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.BiConsumer;

/**
 * Serves numbered lines on the loopback interface, to one job at a time: a new connection replaces
 * the one before.
 */
final class Feeder implements AutoCloseable {
  private static final int SEND_BUFFER_BYTES = 1 << 20;

  private final FeedText text;
  private final FeedLedger ledger;
  private final BiConsumer<String, Runnable> threads;
  private final ServerSocket server;

  /**
   * Binds a free port.
   *
   * @param threads starts named threads
   */
  Feeder(FeedText text, FeedLedger ledger, BiConsumer<String, Runnable> threads)
      throws IOException {
    this.text = text;
    this.ledger = ledger;
    this.threads = threads;
    server = new ServerSocket();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  int port() {
    return server.getLocalPort();
  }

  /** Starts to accept connections. */
  void start() {
    threads.accept("feed-accept", this::accept);
  }

  private void accept() {
    FeedSession current = null;
    try {
      while (true) {
        Socket socket = server.accept();
        if (current != null) {
          current.close();
        }
        socket.setSendBufferSize(SEND_BUFFER_BYTES);
        socket.setTcpNoDelay(true);
        current = new FeedSession(socket, text, ledger, threads);
        current.start();
      }
    } catch (IOException e) {
      if (!server.isClosed()) {
        ledger.violate("the feeder cannot accept connections any more: " + e.getMessage());
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
