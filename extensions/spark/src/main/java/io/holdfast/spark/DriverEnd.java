package io.holdfast.spark;

import io.holdfast.spark.Talk.Channel;
import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The driver's end of the talk with receivers. Any thread; never blocks. */
final class DriverEnd {
  private static final Map<Channel, RemoteInput> INPUTS = new ConcurrentHashMap<>();

  private DriverEnd() {}

  static void open(Channel channel, RemoteInput input) {
    INPUTS.put(channel, input);
  }

  static void close(Channel channel) {
    INPUTS.remove(channel);
  }

  /** Hands over what has come; the answer, if one is expected. */
  static Serializable receive(Talk talk) {
    RemoteInput input = INPUTS.get(talk.channel());
    if (input != null) {
      return input.receive(talk);
    }
    // Of a driver that is gone: the receiver is to end.
    return talk instanceof Talk.Report ? new Talk.Orders(0, 0, true, true, 0) : null;
  }
}
