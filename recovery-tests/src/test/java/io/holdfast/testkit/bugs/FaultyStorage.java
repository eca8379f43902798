package io.holdfast.testkit.bugs;

import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.ForwardingStorage;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.StorageReader;
import java.util.List;
import java.util.function.Predicate;

/**
 * A storage with a fault. Whichever of its directories the engine looks from, the faulty methods
 * get paths from the root. In simulation that is the whole disk: {@code app/journal/...}, {@code
 * out/_holdfast/...}; in a process it is the application's directory, {@code journal/...}, or a
 * place outside of it, {@code _holdfast/...}.
 */
public abstract class FaultyStorage extends ForwardingStorage {
  protected FaultyStorage(Storage real) {
    super(real);
  }

  /** What the engine gets for a new file. */
  protected Appender appender(String path, Appender real) {
    return real;
  }

  @Override
  public Appender createExclusive(String path) {
    return appender(path, super.createExclusive(path));
  }

  @Override
  public Appender createExclusive(String path, long expectedBytes) {
    return appender(path, super.createExclusive(path, expectedBytes));
  }

  @Override
  public Storage directory(String path) {
    return new View(this, super.directory(path), path);
  }

  /** Gives the appenders of some files a fault. */
  public static Storage appending(Storage real, Predicate<String> files, AppenderFault fault) {
    return new FaultyStorage(real) {
      @Override
      protected Appender appender(String path, Appender appender) {
        return files.test(path) ? fault.in(appender) : appender;
      }
    };
  }

  /** Says that some directories are forced, and does not force them. */
  static Storage notForcing(Storage real, Predicate<String> directories) {
    return new FaultyStorage(real) {
      @Override
      public void forceDirectory(String directory) {
        if (!directories.test(directory)) {
          super.forceDirectory(directory);
        }
      }
    };
  }

  /** Puts a faulty appender in the place of a sound one. */
  @FunctionalInterface
  public interface AppenderFault {
    /** What takes the place of a sound appender. */
    Appender in(Appender sound);
  }

  /** One directory of a faulty storage. */
  private static final class View extends ForwardingStorage {
    private final FaultyStorage root;
    private final String place;

    View(FaultyStorage root, Storage real, String place) {
      super(real);
      this.root = root;
      this.place = place;
    }

    private String full(String path) {
      return path.isEmpty() ? place : StoragePath.join(place, path);
    }

    @Override
    public List<FileStatus> list(String directory) {
      return root.list(full(directory));
    }

    @Override
    public boolean exists(String path) {
      return root.exists(full(path));
    }

    @Override
    public StorageReader open(String path) {
      return root.open(full(path));
    }

    @Override
    public Appender createExclusive(String path) {
      return root.createExclusive(full(path));
    }

    @Override
    public Appender createExclusive(String path, long expectedBytes) {
      return root.createExclusive(full(path), expectedBytes);
    }

    @Override
    public void publish(String from, String to) {
      root.publish(full(from), full(to));
    }

    @Override
    public void delete(String path) {
      root.delete(full(path));
    }

    @Override
    public void forceDirectory(String directory) {
      root.forceDirectory(full(directory));
    }

    @Override
    public void createDirectories(String directory) {
      root.createDirectories(full(directory));
    }

    @Override
    public void createDirectory(String directory) {
      root.createDirectory(full(directory));
    }

    @Override
    public Lock lock(String path) {
      return root.lock(full(path));
    }

    @Override
    public long usableBytes() {
      return root.usableBytes();
    }

    @Override
    public Storage directory(String path) {
      return root.directory(full(path));
    }
  }
}
