package io.holdfast.checkpoint.kryo;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * A few idle instances for any thread to take, without locks and without allocating. Never blocks:
 * with nothing idle a new one is made, with no room the returned one is left to the collector.
 */
final class InstancePool {
  private static final int SLOTS = 16;

  private final AtomicReferenceArray<KryoInstance> idle = new AtomicReferenceArray<>(SLOTS);
  private final Supplier<KryoInstance> maker;

  InstancePool(Supplier<KryoInstance> maker) {
    this.maker = maker;
  }

  KryoInstance take() {
    int start = start();
    for (int i = 0; i < SLOTS; i++) {
      int slot = (start + i) % SLOTS;
      if (idle.getPlain(slot) != null) {
        KryoInstance found = idle.getAndSet(slot, null);
        if (found != null) {
          return found;
        }
      }
    }
    return maker.get();
  }

  /** Gives back an instance that has done its work without an exception. */
  void giveBack(KryoInstance instance) {
    instance.release();
    int start = start();
    for (int i = 0; i < SLOTS; i++) {
      if (idle.compareAndSet((start + i) % SLOTS, null, instance)) {
        return;
      }
    }
  }

  /** How many instances wait to be taken; for tests. */
  int size() {
    int size = 0;
    for (int i = 0; i < SLOTS; i++) {
      size += idle.get(i) == null ? 0 : 1;
    }
    return size;
  }

  /** Threads begin at different slots, so that they mostly meet their own instance again. */
  private static int start() {
    return (int) (Thread.currentThread().getId() % SLOTS);
  }
}
