package io.holdfast.source;

import io.holdfast.stream.Guarantee;

/** Lines from a plain socket, such as {@code nc -lk PORT} serves. */
public record SocketTextSource(String host, int port) implements ReceiverSource<String> {

  @Override
  public String description() {
    return "plain socket " + host + ":" + port;
  }

  @Override
  public RecordCodec<String> codec() {
    return RecordCodec.text();
  }

  @Override
  public SourcePromise promise() {
    return new SourcePromise(
        Guarantee.AT_MOST_ONCE,
        "the sender cannot repeat: lines on their way when the job dies, up to the log, are lost; none is counted twice");
  }

  @Override
  public Receiver<String> createReceiver() {
    return new SocketTextReceiver(new Peer(host, port));
  }
}
