package io.holdfast.kafka;

import io.holdfast.sink.RowCodec;
import io.holdfast.stream.Pair;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * What a row is in Kafka. Stands in checkpoints; used by several threads at once.
 *
 * @param <T> rows
 */
public interface KafkaFormat<T> extends Serializable {

  /**
   * The key, by which Kafka chooses the partition and compacts; null for none. Not changed
   * afterwards by anybody.
   */
  byte[] key(T row);

  /** The value; null for a tombstone. Not changed afterwards by anybody. */
  byte[] value(T row);

  /** A record in a form that people and comparisons can use. */
  default String text(byte[] key, byte[] value) {
    return key == null ? utf8(value) : utf8(key) + "\t" + utf8(value);
  }

  /** Values of text, as {@link String#valueOf(Object)} gives it, in UTF-8; no keys. */
  static <T> KafkaFormat<T> text() {
    return new TextFormat<>();
  }

  /** Pairs of a key and a value, both as text. */
  static <K, V> KafkaFormat<Pair<K, V>> textPairs() {
    return new TextPairFormat<>();
  }

  /** Values as a codec writes them; no keys. */
  static <T> KafkaFormat<T> of(RowCodec<T> codec) {
    return new CodecFormat<>(codec, null);
  }

  /** Values as a codec writes them, with keys of text. */
  static <T, F extends Function<T, String> & Serializable> KafkaFormat<T> of(
      RowCodec<T> codec, F key) {
    return new CodecFormat<>(codec, key);
  }

  private static String utf8(byte[] bytes) {
    return bytes == null ? "null" : new String(bytes, StandardCharsets.UTF_8);
  }

  /** Text. */
  record TextFormat<T>() implements KafkaFormat<T> {
    @Override
    public byte[] key(T row) {
      return null;
    }

    @Override
    public byte[] value(T row) {
      return String.valueOf(row).getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Text under keys. */
  record TextPairFormat<K, V>() implements KafkaFormat<Pair<K, V>> {
    @Override
    public byte[] key(Pair<K, V> row) {
      return String.valueOf(row.key()).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] value(Pair<K, V> row) {
      return String.valueOf(row.value()).getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Objects. */
  record CodecFormat<T>(RowCodec<T> codec, Function<T, String> key) implements KafkaFormat<T> {
    @Override
    public byte[] key(T row) {
      return key == null ? null : key.apply(row).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] value(T row) {
      return codec.encode(row);
    }

    @Override
    public String text(byte[] keyBytes, byte[] value) {
      String row = value == null ? "null" : codec.text(codec.decode(value));
      return keyBytes == null ? row : utf8(keyBytes) + "\t" + row;
    }
  }
}
