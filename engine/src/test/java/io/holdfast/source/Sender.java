package io.holdfast.source;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The other end of a receiver's connection, in the hands of a test. */
final class Sender implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  private final ServerSocket server;
  private Socket connection;
  private BufferedReader said;

  Sender() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    server.setSoTimeout(PATIENCE_MILLIS);
  }

  Peer peer() {
    return new Peer(server.getInetAddress().getHostAddress(), server.getLocalPort());
  }

  Sender accept() throws IOException {
    connection = server.accept();
    connection.setSoTimeout(PATIENCE_MILLIS);
    connection.setTcpNoDelay(true);
    said =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
    return this;
  }

  /** The next line from the receiver; null when it has closed the connection. */
  String heard() throws IOException {
    return said.readLine();
  }

  void say(String text) throws IOException {
    connection.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    connection.getOutputStream().flush();
  }

  void hangUp() throws IOException {
    connection.close();
  }

  @Override
  public void close() throws IOException {
    server.close();
    if (connection != null) {
      connection.close();
    }
  }
}
