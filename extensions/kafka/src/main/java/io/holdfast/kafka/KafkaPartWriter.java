package io.holdfast.kafka;

import io.holdfast.sink.SinkSession.PartWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** Keeps the rows of a partition until their batch is committed. */
final class KafkaPartWriter<T> implements PartWriter<T> {
  private static final byte[] NULL = {(byte) 0xff};

  private final int partition;
  private final KafkaFormat<? super T> format;
  private final CRC32C digest = new CRC32C();
  private List<byte[]> content = new ArrayList<>();

  KafkaPartWriter(int partition, KafkaFormat<? super T> format) {
    this.partition = partition;
    this.format = format;
  }

  @Override
  public void write(T row) {
    add(format.key(row));
    add(format.value(row));
  }

  private void add(byte[] bytes) {
    digest.update(bytes == null ? NULL : bytes);
    content.add(bytes);
  }

  @Override
  public KafkaPart finish() {
    return new KafkaPart(partition, content.size() / 2, content, (int) digest.getValue());
  }

  @Override
  public void close() {
    content = List.of();
  }
}
