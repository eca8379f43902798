package io.holdfast.testkit.bugs;

import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.FileExistsException;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/** Storages on which outputs do something wrong. */
final class FaultyOutputStorage {
  private FaultyOutputStorage() {}

  /** Publishes a directory file by file. */
  static final class FileByFile extends FaultyStorage {
    private final boolean manifestFirst;

    FileByFile(Storage real, boolean manifestFirst) {
      super(real);
      this.manifestFirst = manifestFirst;
    }

    @Override
    public void publish(String from, String to) {
      if (!from.contains("/staging/") || to.contains("/trash/")) {
        super.publish(from, to);
        return;
      }
      createDirectories(to);
      List<FileStatus> files = new ArrayList<>(list(from));
      if (!manifestFirst) {
        Collections.reverse(files);
      }
      files.forEach(file -> super.publish(from + "/" + file.name(), to + "/" + file.name()));
      forceDirectory(to);
      delete(from);
    }
  }

  /** One staging directory for all attempts at a batch; what lies in it is taken as it is. */
  static final class SharedStaging extends FaultyStorage {
    private static final Pattern EPOCH = Pattern.compile("(/staging/\\d+)-\\d+");

    SharedStaging(Storage real) {
      super(real);
    }

    private static String shared(String path) {
      return EPOCH.matcher(path).replaceFirst("$1");
    }

    @Override
    public List<FileStatus> list(String directory) {
      return directory.endsWith("/staging") ? List.of() : super.list(shared(directory));
    }

    @Override
    public Appender createExclusive(String path) {
      try {
        return super.createExclusive(shared(path));
      } catch (FileExistsException e) {
        return new Kept(path);
      }
    }

    @Override
    public void publish(String from, String to) {
      super.publish(shared(from), to);
    }

    @Override
    public void forceDirectory(String directory) {
      super.forceDirectory(shared(directory));
    }

    @Override
    public void createDirectories(String directory) {
      super.createDirectories(shared(directory));
    }

    @Override
    public void createDirectory(String directory) {
      super.createDirectory(shared(directory));
    }
  }

  /** Takes bytes for a file that is there already. */
  private record Kept(String location) implements Appender {
    @Override
    public long position() {
      return 0;
    }

    @Override
    public void write(ByteBuffer... buffers) {}

    @Override
    public void force() {}

    @Override
    public void close() {}
  }
}
