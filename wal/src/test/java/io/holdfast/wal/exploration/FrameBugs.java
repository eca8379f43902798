package io.holdfast.wal.exploration;

import io.holdfast.wal.FrameForger;
import io.holdfast.wal.FrameForger.Forged;
import io.holdfast.wal.SegmentHeader;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Logs whose frames say something else than they should, and readers that take them as they are.
 */
final class FrameBugs {
  private FrameBugs() {}

  /** Each frame is changed while it is written, all checksums and links to match. */
  static Storage writing(Storage storage, UnaryOperator<Forged> change) {
    return new FaultyStorage(storage) {
      private final Map<Integer, Integer> links = new HashMap<>();

      @Override
      public Appender createExclusive(String path) {
        if (path.contains(".cut-")) {
          return real.createExclusive(path);
        }
        return new FaultyAppender(real.createExclusive(path)) {
          private FrameForger forger;

          @Override
          public void write(ByteBuffer... buffers) {
            byte[] bytes = drain(buffers);
            int start = 0;
            int offset = (int) real.position();
            if (forger == null) {
              forger = FrameForger.of(bytes, link -> links.getOrDefault(link, link));
              start = SegmentHeader.BYTES;
              offset = start;
            }
            forger.forge(bytes, start, offset, change);
            links.put(forger.oldLink(), forger.newLink());
            real.write(ByteBuffer.wrap(bytes));
          }
        };
      }
    };
  }

  /** Each frame is changed while it is read, so that a check of the reader finds nothing. */
  static Storage reading(Storage storage, UnaryOperator<Forged> change) {
    return new FaultyStorage(storage) {
      @Override
      public StorageReader open(String path) {
        StorageReader reader = real.open(path);
        byte[] bytes = new byte[(int) reader.length()];
        reader.read(0, ByteBuffer.wrap(bytes));
        FrameForger forger = FrameForger.of(bytes, link -> link);
        if (forger == null) {
          return reader;
        }
        int start = SegmentHeader.BYTES;
        forger.forge(bytes, start, start, change);
        reader.close();
        return new ArrayReader(reader.location(), bytes, bytes.length);
      }
    };
  }
}
