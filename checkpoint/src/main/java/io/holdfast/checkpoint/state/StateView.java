package io.holdfast.checkpoint.state;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/** What others than the job see of a state: what is durable, and copies of it. */
public interface StateView {

  /** A copy of a key's value after the last batch that was applied; empty if it has none. */
  Optional<Object> value(Object key);

  /** The same, not copied and not to be changed; null if it has none. */
  Object held(Object key);

  /** Copies of all keys and values after the last batch that was applied. */
  Map<Object, Object> values();

  /**
   * The rows of the panes behind {@code after}, up to {@code through}, by batch and partition. They
   * are the state's own: not to be changed, but to be looked at by any thread at any time.
   */
  NavigableMap<Long, List<List<Object>>> rows(long after, long through);

  /** A copy of a value of this state. Any thread. */
  Object copy(Object value);
}
