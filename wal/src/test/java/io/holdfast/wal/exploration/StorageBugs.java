package io.holdfast.wal.exploration;

import io.holdfast.wal.Fence;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.Hint;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Storages that each do one thing wrong with the writes and forces that the log asks for. */
final class StorageBugs {
  private static final int SEAL_BYTES = 40;
  private static final int TYPE_OFFSET = 12;
  private static final int SEAL_TYPE = 3;

  private StorageBugs() {}

  /** Every appender is replaced. */
  static Storage appending(Storage real, UnaryOperator<Appender> replacement) {
    return new FaultyStorage(real) {
      @Override
      public Appender createExclusive(String path) {
        return replacement.apply(real.createExclusive(path));
      }
    };
  }

  /** Which forces of a file do nothing. */
  static Appender skippingForces(Appender real, boolean first, boolean later) {
    return new FaultyStorage.FaultyAppender(real) {
      private boolean created;

      @Override
      public void force() {
        boolean skipped = created ? later : first;
        created = true;
        if (!skipped) {
          real.force();
        }
      }
    };
  }

  static Appender skippingForceOfSeal(Appender real) {
    return new FaultyStorage.FaultyAppender(real) {
      private boolean sealing;

      @Override
      public void write(ByteBuffer... buffers) {
        byte[] bytes = drain(buffers);
        sealing = bytes.length == SEAL_BYTES && bytes[TYPE_OFFSET] == SEAL_TYPE;
        real.write(ByteBuffer.wrap(bytes));
      }

      @Override
      public void force() {
        if (!sealing) {
          real.force();
        }
      }
    };
  }

  /** The force happens when the next group is written. */
  static Appender forcingLate(Appender real) {
    return new FaultyStorage.FaultyAppender(real) {
      private boolean created;
      private boolean due;

      @Override
      public void write(ByteBuffer... buffers) {
        if (due) {
          due = false;
          real.force();
        }
        real.write(buffers);
      }

      @Override
      public void force() {
        if (created) {
          due = true;
        } else {
          real.force();
        }
        created = true;
      }
    };
  }

  static Appender ignoringFailedForces(Appender real) {
    return new FaultyStorage.FaultyAppender(real) {
      @Override
      public void force() {
        try {
          real.force();
        } catch (StorageException e) {
          // Seeded: nobody hears of it.
        }
      }
    };
  }

  static Appender retryingForces(Appender real) {
    return new FaultyStorage.FaultyAppender(real) {
      @Override
      public void force() {
        try {
          real.force();
        } catch (StorageException e) {
          real.force();
        }
      }
    };
  }

  static Appender ignoringShortWrites(Appender real) {
    return new FaultyStorage.FaultyAppender(real) {
      @Override
      public void write(ByteBuffer... buffers) {
        try {
          real.write(buffers);
        } catch (StorageException e) {
          // Seeded: the number of bytes written is not looked at.
        }
      }
    };
  }

  /** Each second group is written before the one that came first. */
  static Appender swappingGroups(Appender real) {
    return new FaultyStorage.FaultyAppender(real) {
      private boolean created;
      private byte[] held;

      @Override
      public void write(ByteBuffer... buffers) {
        byte[] bytes = drain(buffers);
        if (!created) {
          created = true;
          real.write(ByteBuffer.wrap(bytes));
        } else if (held == null) {
          held = bytes;
        } else {
          real.write(ByteBuffer.wrap(bytes), ByteBuffer.wrap(held));
          held = null;
        }
      }
    };
  }

  /** Asks the fence before a write instead of after the force. */
  static Appender asking(Appender real, Fence fence) {
    return new FaultyStorage.FaultyAppender(real) {
      private boolean created;

      @Override
      public void write(ByteBuffer... buffers) {
        if (created) {
          fence.check();
        }
        created = true;
        real.write(buffers);
      }
    };
  }

  /** A new file gets its name before its contents are forced. */
  static Storage publishingBeforeForce(Storage storage) {
    return new FaultyStorage(storage) {
      private Appender last;

      @Override
      public Appender createExclusive(String path) {
        last = real.createExclusive(path);
        return skippingForces(last, true, false);
      }

      @Override
      public void publish(String from, String to) {
        real.publish(from, to);
        last.force();
      }
    };
  }

  /** A new file gets its name before its contents are written. */
  static Storage publishingBeforeWrite(Storage storage) {
    return new FaultyStorage(storage) {
      private Appender last;
      private byte[] header;

      @Override
      public Appender createExclusive(String path) {
        last = real.createExclusive(path);
        return new FaultyAppender(last) {
          private boolean created;

          @Override
          public void write(ByteBuffer... buffers) {
            if (created) {
              real.write(buffers);
            } else {
              header = drain(buffers);
            }
          }

          @Override
          public void force() {
            if (created) {
              real.force();
            }
            created = true;
          }
        };
      }

      @Override
      public void publish(String from, String to) {
        real.publish(from, to);
        last.write(ByteBuffer.wrap(header));
        last.force();
      }
    };
  }

  /** A renaming replaces what has the name. */
  static Storage replacing(Storage storage) {
    return new FaultyStorage(storage) {
      @Override
      public void publish(String from, String to) {
        real.delete(to);
        real.publish(from, to);
      }
    };
  }

  static Storage neverForcingDirectories(Storage storage) {
    return new FaultyStorage(storage) {
      @Override
      public void forceDirectory(String directory) {
        // Seeded.
      }
    };
  }

  static Storage forcingDirectoryBeforeRenaming(Storage storage) {
    return new FaultyStorage(storage) {
      private boolean forced;

      @Override
      public void publish(String from, String to) {
        real.forceDirectory(Subject.DIRECTORY);
        real.publish(from, to);
        forced = true;
      }

      @Override
      public void forceDirectory(String directory) {
        if (!forced) {
          real.forceDirectory(directory);
        }
        forced = false;
      }
    };
  }

  /** A start goes on from what it has seen without forcing it. */
  static Storage notForcingWhatIsThere(Storage storage) {
    return new FaultyStorage(storage) {
      private boolean published;

      @Override
      public void publish(String from, String to) {
        real.publish(from, to);
        published = true;
      }

      @Override
      public void forceDirectory(String directory) {
        if (published) {
          real.forceDirectory(directory);
        }
      }
    };
  }

  /** What is put beside a segment about its end is put before that end is forced. */
  static Storage hintingBeforeForce(Storage storage) {
    return new FaultyStorage(storage) {
      private final List<Runnable> due = new ArrayList<>();

      @Override
      public Appender createExclusive(String path) {
        return new FaultyAppender(real.createExclusive(path)) {
          private boolean created;

          @Override
          public void write(ByteBuffer... buffers) {
            catchUp();
            real.write(buffers);
          }

          @Override
          public void force() {
            if (created) {
              due.add(real::force);
            } else {
              real.force();
            }
            created = true;
          }
        };
      }

      @Override
      public Hint hint(String path) {
        Hint hint = real.hint(path);
        return new Hint() {
          @Override
          public void put(long position, ByteBuffer bytes) {
            hint.put(position, bytes);
            catchUp();
          }

          @Override
          public void close() {
            hint.close();
          }
        };
      }

      private void catchUp() {
        List<Runnable> now = List.copyOf(due);
        due.clear();
        now.forEach(Runnable::run);
      }
    };
  }
}
