package io.holdfast.wal.storage.mirrored;

import io.holdfast.wal.storage.StorageException;
import java.util.Arrays;
import java.util.List;

/**
 * One operation on the sides of a mirror, and how it ended on each.
 *
 * <p>When all live sides refuse it, the operation is wrong (a directory that is not empty, a file
 * that is none) or everything is broken; either way nothing was acknowledged, and no side is
 * blamed. When one does it and the other does not, the other has failed.
 */
final class Attempt<T> {
  private final Mirror mirror;
  private final Object[] results = new Object[2];
  private final StorageException[] errors = new StorageException[2];
  private int done;

  Attempt(Mirror mirror) {
    this.mirror = mirror;
  }

  /** Whether no side was asked yet. */
  boolean isFirst() {
    return done == 0 && errors[0] == null && errors[1] == null;
  }

  void succeeded(int side, T result) {
    results[side] = result;
    done++;
  }

  void failed(int side, StorageException error) {
    errors[side] = error;
  }

  @SuppressWarnings("unchecked") // only succeeded() puts anything in, and that takes a T
  List<T> results() {
    return (List<T>) Arrays.asList(results);
  }

  /**
   * Ends the attempt: returns when it counts as done.
   *
   * @throws StorageException if no side did it, or the mirror has to stop
   */
  List<T> settle() {
    if (done == 0) {
      throw refused();
    }
    for (int i = 0; i < errors.length; i++) {
      if (errors[i] != null) {
        mirror.failed(mirror.sides().get(i), errors[i]);
      }
    }
    return results();
  }

  private StorageException refused() {
    if (errors[0] == null && errors[1] == null) {
      return new StorageException(mirror.location() + " has no side that is live", null);
    }
    if (errors[0] == null || errors[1] == null) {
      return errors[0] == null ? errors[1] : errors[0];
    }
    errors[0].addSuppressed(errors[1]);
    return errors[0];
  }
}
