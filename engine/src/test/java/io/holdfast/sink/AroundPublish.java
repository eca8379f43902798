package io.holdfast.sink;

import io.holdfast.wal.storage.ForwardingStorage;
import io.holdfast.wal.storage.Storage;

/** Does something before or after a staged batch is given its name, and may throw there. */
final class AroundPublish extends ForwardingStorage {
  private Runnable before = () -> {};
  private Runnable after = () -> {};

  AroundPublish(Storage inner) {
    super(inner);
  }

  /** The next time only. */
  AroundPublish before(Runnable step) {
    before = step;
    return this;
  }

  /** The next time only. */
  AroundPublish after(Runnable step) {
    after = step;
    return this;
  }

  @Override
  public void publish(String from, String to) {
    if (!from.contains("/staging/") || to.contains("/trash/")) {
      super.publish(from, to);
      return;
    }
    Runnable first = before;
    Runnable last = after;
    before = () -> {};
    after = () -> {};
    first.run();
    super.publish(from, to);
    last.run();
  }
}
