package io.holdfast.testkit.traffic;

import io.holdfast.source.DirectSource;
import io.holdfast.source.ReceiverSource;
import io.holdfast.source.SourceChoice;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What lies outside of the job and survives its crashes: a sender for each stream. One thread. */
public final class World {
  private final Map<String, Sender> senders;

  private World(Map<String, Sender> senders) {
    this.senders = senders;
  }

  /** A world at its beginning: nothing sent, nothing acknowledged. */
  public static World of(Map<String, List<String>> records, Delivery delivery) {
    Map<String, Sender> senders = new TreeMap<>();
    records.forEach((stream, sent) -> senders.put(stream, new Sender(sent, delivery)));
    return new World(senders);
  }

  /** The world as it is now, for another life of the job. */
  public World fork() {
    Map<String, Sender> forks = new TreeMap<>();
    senders.forEach((stream, sender) -> forks.put(stream, sender.fork()));
    return new World(forks);
  }

  public Map<String, Sender> senders() {
    return senders;
  }

  /** Everything that is sent, by stream. */
  public Map<String, List<String>> records() {
    Map<String, List<String>> records = new TreeMap<>();
    senders.forEach((stream, sender) -> records.put(stream, sender.records()));
    return records;
  }

  /** How many records have been acknowledged, over all streams. */
  public long acknowledged() {
    return senders.values().stream().mapToLong(Sender::acknowledged).sum();
  }

  /** How many records had to be sent more than once, over all streams. */
  public long repeated() {
    return senders.values().stream().mapToLong(Sender::repeated).sum();
  }

  public boolean allAcknowledged() {
    return senders.values().stream().allMatch(Sender::allAcknowledged);
  }

  /**
   * Lets the streams that have a sender here read from it, in one life of the job.
   *
   * @param seed decides bursts, pauses and repetitions
   * @param violations is told what the job does wrong towards a sender
   */
  public SourceChoice sources(long seed, Consumer<String> violations) {
    return new SourceChoice() {
      @Override
      public <T> ReceiverSource<T> choose(String stream, ReceiverSource<T> defined) {
        Sender sender = senders.get(stream);
        return sender == null
            ? defined
            : new SenderSource<>(stream, defined, sender, seed, violations);
      }

      @Override
      public <T> DirectSource<T> chooseDirect(String stream, DirectSource<T> defined) {
        Sender sender = senders.get(stream);
        return sender == null
            ? defined
            : new DirectSample<>(stream, defined, sender, seed, violations);
      }
    };
  }
}
