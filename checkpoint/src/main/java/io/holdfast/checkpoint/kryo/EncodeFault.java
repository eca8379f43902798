package io.holdfast.checkpoint.kryo;

import io.holdfast.ConfigurationException;
import java.util.ArrayList;
import java.util.List;

/** Why an object cannot be encoded; gathers the path to it on its way up. */
final class EncodeFault extends RuntimeException {
  private static final int LONGEST_PATH = 20;

  private final String wayOut;
  private final transient List<String> path = new ArrayList<>();

  EncodeFault(String what, String wayOut) {
    this(what, wayOut, null);
  }

  EncodeFault(String what, String wayOut, Throwable cause) {
    super(what, cause);
    this.wayOut = wayOut;
  }

  static EncodeFault unregistered(Class<?> type) {
    return new EncodeFault(
        type.getTypeName() + " is not registered",
        "call StreamingConfig.register(id, "
            + type.getTypeName()
            + ".class) with an id from "
            + KryoRegistrations.FIRST_USER_ID
            + " to "
            + KryoRegistrations.LAST_USER_ID
            + " that it keeps for ever");
  }

  static EncodeFault tooDeep() {
    return new EncodeFault(
        "the object refers to itself, or is nested more than "
            + CodecKryo.LARGEST_DEPTH
            + " levels deep",
        "hold the parts in a list instead of chaining them, or break the cycle");
  }

  /** Adds one step, from the inside out. */
  EncodeFault at(String step) {
    path.add(step);
    return this;
  }

  ConfigurationException explain(Object root) {
    return explain(root.getClass().getTypeName() + " cannot be encoded: ");
  }

  ConfigurationException explain(String introduction) {
    StringBuilder text = new StringBuilder(introduction).append(getMessage());
    if (!path.isEmpty()) {
      List<String> steps = path.subList(0, Math.min(path.size(), LONGEST_PATH));
      text.append("\n  found in: ").append(String.join(", in ", steps));
    }
    text.append("\n  way out: ").append(wayOut).append('.');
    return new ConfigurationException(text.toString(), this);
  }
}
