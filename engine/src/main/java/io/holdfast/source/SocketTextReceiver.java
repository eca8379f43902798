package io.holdfast.source;

import io.holdfast.SourceFailedException;
import java.io.IOException;
import java.net.Socket;
import java.util.Map;

/** Reads lines from a plain socket until it ends; then the supervisor connects again. */
final class SocketTextReceiver implements Receiver<String> {
  private final Peer peer;
  private volatile Socket socket;

  SocketTextReceiver(Peer peer) {
    this.peer = peer;
  }

  @Override
  public void start(ReceiverContext<String> context, Map<String, Long> resumeAfter) {
    context.spawn("socket-" + peer, () -> receive(context));
  }

  @Override
  public void stop() {
    Socket open = socket;
    if (open != null) {
      Peer.closeQuietly(open);
    }
  }

  private void receive(ReceiverContext<String> context) {
    try (Socket connected = peer.connect()) {
      socket = connected;
      LineReader lines = new LineReader(connected.getInputStream());
      while (!context.stopped() && lines.next()) {
        context.storeEncoded(
            lines.buffer(),
            lines.start(),
            lines.end() - lines.start(),
            ReceiverContext.NO_PARTITION,
            0);
      }
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
}
