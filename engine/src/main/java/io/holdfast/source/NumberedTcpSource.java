package io.holdfast.source;

import io.holdfast.stream.Guarantee;

/**
 * Lines from a sender that numbers them and can repeat: the receiver says which number is durable,
 * when it connects and whenever more has become so. Protocol in {@code
 * docs/formats/numbered-tcp.md}.
 */
public record NumberedTcpSource(String host, int port) implements ReceiverSource<String> {

  @Override
  public String description() {
    return "numbered TCP " + host + ":" + port;
  }

  @Override
  public RecordCodec<String> codec() {
    return RecordCodec.text();
  }

  @Override
  public SourcePromise promise() {
    return new SourcePromise(
        Guarantee.EXACTLY_ONCE,
        "lines are acknowledged after the log has them, and asked for again from the last durable number");
  }

  @Override
  public Receiver<String> createReceiver() {
    return new NumberedTcpReceiver(new Peer(host, port));
  }
}
