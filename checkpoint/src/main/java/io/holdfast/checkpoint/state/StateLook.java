package io.holdfast.checkpoint.state;

import io.holdfast.wal.FieldWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What others than the job see of a state: copies of what is durable. Used from the executor on
 * which the state changes, unless a method says otherwise.
 */
public final class StateLook implements StateView {
  private final KeyedState state;
  private final ValueCodec codec;
  private final ValueCodec.Reader reader;

  StateLook(KeyedState state, ValueCodec codec) {
    this.state = state;
    this.codec = codec;
    this.reader = codec.reading(codec.classes());
  }

  @Override
  public Optional<Object> value(Object key) {
    return Optional.ofNullable(held(key)).map(this::copy);
  }

  @Override
  public Object held(Object key) {
    return state.get(KeyedState.partitionOf(key, state.partitionCount()), key);
  }

  @Override
  public Map<Object, Object> values() {
    Map<Object, Object> all = new HashMap<>();
    for (int i = 0; i < state.partitionCount(); i++) {
      state.partition(i).values().forEach((key, value) -> all.put(copy(key), copy(value)));
    }
    return all;
  }

  @Override
  public NavigableMap<Long, List<List<Object>>> rows(long after, long through) {
    NavigableMap<Long, List<List<Object>>> rows = new TreeMap<>();
    for (int i = 0; i < state.partitionCount(); i++) {
      state
          .partition(i)
          .panes()
          .subMap(after, false, through, true)
          .forEach(
              (time, pane) ->
                  rows.computeIfAbsent(time, batch -> new ArrayList<>()).add(pane.rows()));
    }
    return rows;
  }

  @Override
  public Object copy(Object value) {
    FieldWriter bytes = new FieldWriter(64);
    codec.encode(value, bytes);
    return reader.value(bytes.view().array(), 0, bytes.sizeBytes());
  }
}
