package io.holdfast.kafka;

import io.holdfast.runtime.LiveScheduler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;

/** Hands on the bytes between clients and the broker, until it cuts all connections. Any thread. */
final class CuttingProxy implements AutoCloseable {
  private final KafkaBroker broker;
  private final ServerSocket listening;
  private final LiveScheduler threads = new LiveScheduler();
  private final Set<Socket> open = new HashSet<>();
  private boolean closed;

  CuttingProxy(KafkaBroker broker) throws IOException {
    this.broker = broker;
    this.listening = new ServerSocket(broker.proxyPort(), 50, InetAddress.getLoopbackAddress());
    threads.spawn("proxy", this::accept);
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = kept(listening.accept());
        Socket behind =
            kept(new Socket(InetAddress.getLoopbackAddress(), broker.behindProxyPort()));
        threads.spawn("proxy-to-broker", () -> copy(client, behind));
        threads.spawn("proxy-to-client", () -> copy(behind, client));
      } catch (IOException e) {
        // Closed, or cut just now; the client comes again.
      }
    }
  }

  private synchronized Socket kept(Socket socket) throws IOException {
    if (closed) {
      socket.close();
    }
    socket.setTcpNoDelay(true);
    open.add(socket);
    return socket;
  }

  private void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One side has ended it; so does the other.
    }
    end(from);
    end(to);
  }

  private void end(Socket socket) {
    synchronized (this) {
      open.remove(socket);
    }
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use any more.
    }
  }

  /** Breaks all connections; new ones are taken. */
  void cut() {
    Set<Socket> all;
    synchronized (this) {
      all = Set.copyOf(open);
    }
    all.forEach(this::end);
  }

  @Override
  public void close() throws IOException {
    synchronized (this) {
      closed = true;
    }
    listening.close();
    cut();
    threads.close();
  }
}
