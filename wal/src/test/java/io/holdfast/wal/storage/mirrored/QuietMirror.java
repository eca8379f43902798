package io.holdfast.wal.storage.mirrored;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Silences the mirror's log lines where a test opens it a hundred thousand times. */
public final class QuietMirror implements AutoCloseable {
  private final Logger logger = LoggerFactory.getLogger(MirroredStorage.class);

  public QuietMirror() {
    level("OFF");
  }

  /** By reflection, because tests of this module know slf4j only. */
  private void level(String name) {
    try {
      Class<?> level = Class.forName("ch.qos.logback.classic.Level");
      Object value = name == null ? null : level.getField(name).get(null);
      logger.getClass().getMethod("setLevel", level).invoke(logger, value);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    level(null);
  }
}
