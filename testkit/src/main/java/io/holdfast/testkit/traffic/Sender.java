package io.holdfast.testkit.traffic;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Who sends the records of one stream: numbers them from 1 and forgets what was acknowledged. Lies
 * outside of the job and survives its crashes. One thread.
 */
public final class Sender {
  private final List<String> records;
  private final List<byte[]> encoded;
  private final Delivery delivery;
  private long acknowledged;
  private long repeated;

  public Sender(List<String> records, Delivery delivery) {
    this(
        List.copyOf(records),
        records.stream().map(record -> record.getBytes(StandardCharsets.UTF_8)).toList(),
        delivery);
  }

  private Sender(List<String> records, List<byte[]> encoded, Delivery delivery) {
    this.records = records;
    this.encoded = encoded;
    this.delivery = delivery;
  }

  /** The sender as it is now, for another life of the job. */
  Sender fork() {
    Sender fork = new Sender(records, encoded, delivery);
    fork.acknowledged = acknowledged;
    fork.repeated = repeated;
    return fork;
  }

  public List<String> records() {
    return records;
  }

  public Delivery delivery() {
    return delivery;
  }

  /** The record of a number, as bytes. */
  byte[] encoded(long number) {
    return encoded.get((int) number - 1);
  }

  /** The highest number that the job has acknowledged. */
  public long acknowledged() {
    return acknowledged;
  }

  /** How many records had to be sent more than once. */
  public long repeated() {
    return repeated;
  }

  void acknowledge(long number) {
    acknowledged = Math.max(acknowledged, number);
  }

  void repeats() {
    repeated++;
  }

  boolean allAcknowledged() {
    return acknowledged >= records.size();
  }
}
