package io.holdfast.source;

import io.holdfast.SourceFailedException;
import java.io.IOException;
import java.io.Serializable;
import java.net.InetSocketAddress;
import java.net.Socket;

/** The other end of a connection that a receiver opens. */
record Peer(String host, int port) implements Serializable {
  private static final int CONNECT_MILLIS = 10_000;

  Socket connect() {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
      socket.setTcpNoDelay(true);
      return socket;
    } catch (IOException e) {
      closeQuietly(socket);
      throw new SourceFailedException("cannot connect to " + this + ": " + e.getMessage(), e);
    }
  }

  static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing was to be sent any more; a socket that fails to close is gone all the same.
    }
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
