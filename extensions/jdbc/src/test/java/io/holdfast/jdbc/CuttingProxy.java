package io.holdfast.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Hands on the bytes between clients and a PostgreSQL server, and cuts one connection at its next
 * {@code COMMIT}.
 */
final class CuttingProxy implements AutoCloseable {

  /** Where the connection is cut. */
  enum Cut {
    /** The server never hears of the commit. */
    BEFORE_COMMIT,
    /** The server has committed and answered; the client never hears of it. */
    BEFORE_ANSWER
  }

  private final ServerSocket listening;
  private final int server;
  private final AtomicReference<Cut> next = new AtomicReference<>();

  CuttingProxy(int server) throws IOException {
    this.server = server;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start("proxy", this::accept);
  }

  /** Without prepared statements, which would hide the word in a number. */
  String url() {
    return PostgresServer.url("127.0.0.1", listening.getLocalPort()) + "&prepareThreshold=0";
  }

  void cutAtNextCommit(Cut cut) {
    next.set(cut);
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (!listening.isClosed()) {
        Socket client = listening.accept();
        Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
        Pair pair = new Pair(client, behind);
        start("proxy-to-server", () -> pair.copy(client, behind, true));
        start("proxy-to-client", () -> pair.copy(behind, client, false));
      }
    } catch (IOException e) {
      if (!listening.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }

  /** A connection and what it is handed on to. */
  private final class Pair {
    private final Socket client;
    private final Socket behind;
    private volatile boolean silent;

    Pair(Socket client, Socket behind) {
      this.client = client;
      this.behind = behind;
    }

    void copy(Socket from, Socket to, boolean toServer) {
      byte[] bytes = new byte[1 << 16];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
          if (toServer && isCommit(bytes, read)) {
            Cut cut = next.getAndSet(null);
            if (cut == Cut.BEFORE_COMMIT) {
              break;
            }
            silent = cut != null;
          }
          if (!toServer && silent) {
            break; // The server has answered the commit.
          }
          out.write(bytes, 0, read);
          out.flush();
        }
      } catch (IOException e) {
        // One side has ended it; so does the other.
      }
      end(client);
      end(behind);
    }

    private static boolean isCommit(byte[] bytes, int length) {
      return new String(bytes, 0, length, StandardCharsets.ISO_8859_1).contains("COMMIT\0");
    }

    private static void end(Socket socket) {
      try {
        socket.close();
      } catch (IOException e) {
        // It is of no use any more.
      }
    }
  }
}
