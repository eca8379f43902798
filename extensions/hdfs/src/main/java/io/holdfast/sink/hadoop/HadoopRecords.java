package io.holdfast.sink.hadoop;

import io.holdfast.stream.function.MapFunction;
import java.io.Serializable;
import java.util.List;

/**
 * Rows as keys and values of a format.
 *
 * @param <T> rows
 * @param <K> keys
 * @param <V> values
 */
record HadoopRecords<T, K, V>(
    HadoopFormat<K, V> format,
    MapFunction<? super T, ? extends K> key,
    MapFunction<? super T, ? extends V> value)
    implements Serializable {

  List<Serializable> functions() {
    return List.of(format.function(), key, value);
  }
}
