package io.holdfast.engine.block;

/**
 * Told when blocks of a stream have to wait for room on the storage. Each {@link #held} is followed
 * by one {@link #freed}, others may come between. Called on a log's executor; must only hand over.
 */
public interface Holding {
  void held(String reason);

  void freed();
}
