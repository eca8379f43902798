package io.holdfast.testkit.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * Ports for servers that a suite starts, kills and starts again. They lie below those that a system
 * gives to outgoing connections: one of these could else take the port of a server before it is
 * there, or while it is dead, and a client that calls it again and again be connected to itself.
 * Processes that take ports at the same time begin at different ones. Any thread.
 */
public final class Ports {
  private static final int LOWEST = 15_000;
  private static final int COUNT = 17_000;
  private static final int APART = 61;

  private static int next = (int) (ProcessHandle.current().pid() * APART % COUNT);

  private Ports() {}

  /** So many that nobody has taken now, each given to one caller of this process. */
  public static synchronized List<Integer> free(int count) {
    List<Integer> free = new ArrayList<>();
    IOException last = null;
    for (int attempt = 0; free.size() < count && attempt < COUNT; attempt++) {
      next = (next + 1) % COUNT;
      try (ServerSocket socket =
          new ServerSocket(LOWEST + next, 1, InetAddress.getLoopbackAddress())) {
        free.add(socket.getLocalPort());
      } catch (IOException e) {
        last = e;
      }
    }
    if (free.size() < count) {
      throw new UncheckedIOException(
          "no " + count + " ports are free from " + LOWEST + " on", last);
    }
    return free;
  }

  /** One of them. */
  public static int free() {
    return free(1).get(0);
  }
}
