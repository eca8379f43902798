package io.holdfast.testkit.bugs;

import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.ForwardingAppender;
import io.holdfast.wal.storage.StorageException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.IntPredicate;

/** Appenders with a fault. */
public final class FaultyAppenders {
  private static final int SHORT_WRITE_EVERY = 5;

  private FaultyAppenders() {}

  /** Says that it has forced, and has done so only some of the times, counted from 1. */
  public static Appender forcing(Appender real, IntPredicate which) {
    return new ForwardingAppender(real) {
      private int forces;

      @Override
      public void force() {
        if (which.test(++forces)) {
          super.force();
        }
      }
    };
  }

  /** Now and then writes half of the bytes, as a file channel may, and does not look. */
  static Appender shortWrites(Appender real) {
    return new ForwardingAppender(real) {
      private int writes;

      @Override
      public void write(ByteBuffer... buffers) {
        if (++writes % SHORT_WRITE_EVERY == 0) {
          ByteBuffer bytes = joined(buffers);
          super.write(bytes.limit(bytes.limit() / 2));
        } else {
          super.write(buffers);
        }
      }
    };
  }

  /** After a short write begins with the first byte again. */
  static Appender repeatedWrites(Appender real) {
    return new ForwardingAppender(real) {
      private int writes;

      @Override
      public void write(ByteBuffer... buffers) {
        ByteBuffer bytes = joined(buffers);
        if (++writes % SHORT_WRITE_EVERY == 0) {
          super.write(bytes.duplicate().limit(bytes.limit() / 2));
        }
        super.write(bytes);
      }
    };
  }

  /** Keeps bytes in a buffer, and forces before it has written them out. */
  static Appender flushingAfterForce(Appender real) {
    return new ForwardingAppender(real) {
      @Override
      public void force() {}

      @Override
      public void write(ByteBuffer... buffers) {
        super.force();
        super.write(buffers);
      }
    };
  }

  /** Forces again after a force that has failed. */
  static Appender retryingForce(Appender real) {
    return new ForwardingAppender(real) {
      @Override
      public void force() {
        try {
          super.force();
        } catch (StorageException e) {
          super.force();
        }
      }
    };
  }

  private static ByteBuffer joined(ByteBuffer... buffers) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (ByteBuffer buffer : buffers) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      joined.writeBytes(bytes);
    }
    return ByteBuffer.wrap(joined.toByteArray());
  }
}
