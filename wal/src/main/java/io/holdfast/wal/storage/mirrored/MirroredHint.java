package io.holdfast.wal.storage.mirrored;

import io.holdfast.wal.storage.Hint;
import io.holdfast.wal.storage.StorageException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hints on every side that takes them. Nothing depends on one, so none fails the mirror. */
final class MirroredHint implements Hint {
  private static final Logger LOG = LoggerFactory.getLogger(MirroredStorage.class);

  private final List<Hint> hints;
  private final OpenPaths.Handle open;

  private MirroredHint(List<Hint> hints, OpenPaths.Handle open) {
    this.hints = hints;
    this.open = open;
  }

  static Hint open(Mirror mirror, String path) {
    List<Hint> hints = new ArrayList<>();
    for (Side side : mirror.live()) {
      try {
        Hint hint = side.storage().hint(path);
        if (hint != Hint.NONE) {
          hints.add(hint);
        }
      } catch (StorageException e) {
        LOG.warn("{}: no hints in {}: {}", mirror.location(), path, e.getMessage());
      }
    }
    return hints.isEmpty() ? Hint.NONE : new MirroredHint(hints, mirror.openPaths().open(path));
  }

  @Override
  public void put(long position, ByteBuffer bytes) {
    hints.removeIf(hint -> !put(hint, position, bytes.duplicate()));
    bytes.position(bytes.limit());
  }

  private static boolean put(Hint hint, long position, ByteBuffer bytes) {
    try {
      hint.put(position, bytes);
      return true;
    } catch (StorageException e) {
      LOG.warn("No more hints are written: {}", e.getMessage());
      closeQuietly(hint);
      return false;
    }
  }

  @Override
  public void close() {
    open.close();
    hints.forEach(MirroredHint::closeQuietly);
    hints.clear();
  }

  private static void closeQuietly(Hint hint) {
    try {
      hint.close();
    } catch (StorageException e) {
      LOG.warn("Closing a file of hints: {}", e.getMessage());
    }
  }
}
