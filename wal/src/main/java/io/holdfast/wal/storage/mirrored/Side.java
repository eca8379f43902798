package io.holdfast.wal.storage.mirrored;

import io.holdfast.wal.storage.Storage;
import java.util.Optional;

/** One of the two places, and whether it is still written. */
final class Side {
  private final Storage storage;
  private volatile MirrorStatus.FailedSide failure;

  Side(Storage storage) {
    this.storage = storage;
  }

  Storage storage() {
    return storage;
  }

  String location() {
    return storage.location();
  }

  /** A side that is not live is neither written nor read: it may have missed something. */
  boolean isLive() {
    return failure == null;
  }

  Optional<MirrorStatus.FailedSide> failure() {
    return Optional.ofNullable(failure);
  }

  void fail(String why, long nowMillis) {
    failure = new MirrorStatus.FailedSide(location(), why, nowMillis);
  }
}
