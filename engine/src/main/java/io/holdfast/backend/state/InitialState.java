package io.holdfast.backend.state;

import io.holdfast.backend.BatchStates;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Values that keys have before the first batch. They are put into the first delta of the state, and
 * so are durable with it.
 *
 * @param values by key
 */
record InitialState<K, S>(Map<K, S> values) implements Serializable {
  InitialState {
    values = new HashMap<>(values);
  }

  void putInto(BatchStates.Partition state, BiConsumer<Object, Object> setter) {
    if (!state.isNew()) {
      return;
    }
    values.forEach(
        (key, value) -> {
          if (state.owns(key)) {
            setter.accept(key, value);
          }
        });
  }
}
