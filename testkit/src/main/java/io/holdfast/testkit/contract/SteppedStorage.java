package io.holdfast.testkit.contract;

import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.ForwardingAppender;
import io.holdfast.wal.storage.ForwardingStorage;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.util.List;

/** A storage whose operations are steps. */
final class SteppedStorage extends ForwardingStorage {
  private final Steps steps;
  private final String prefix;

  SteppedStorage(Steps steps, Storage inner, String prefix) {
    super(inner);
    this.steps = steps;
    this.prefix = prefix;
  }

  private String name(String operation, String path) {
    return operation + " " + StoragePath.join(prefix, path);
  }

  @Override
  public List<FileStatus> list(String directory) {
    return steps.step(name("LIST", directory), () -> inner().list(directory));
  }

  @Override
  public boolean exists(String path) {
    return steps.step(name("EXISTS", path), () -> inner().exists(path));
  }

  @Override
  public StorageReader open(String path) {
    return steps.step(name("READ", path), () -> inner().open(path));
  }

  @Override
  public Appender createExclusive(String path) {
    return steps.step(
        name("CREATE", path), () -> new SteppedAppender(inner().createExclusive(path), path));
  }

  @Override
  public Appender createExclusive(String path, long expectedBytes) {
    return steps.step(
        name("CREATE", path),
        () -> new SteppedAppender(inner().createExclusive(path, expectedBytes), path));
  }

  @Override
  public void createDirectories(String directory) {
    steps.run(name("MAKE DIRECTORY", directory), () -> inner().createDirectories(directory));
  }

  @Override
  public void createDirectory(String directory) {
    steps.run(name("MAKE DIRECTORY", directory), () -> inner().createDirectory(directory));
  }

  @Override
  public void publish(String from, String to) {
    steps.run(
        name("RENAME", from) + " to " + StoragePath.join(prefix, to),
        () -> inner().publish(from, to));
  }

  @Override
  public void delete(String path) {
    steps.run(name("DELETE", path), () -> inner().delete(path));
  }

  /** File by file, as {@link Storage} does it. */
  @Override
  public void deleteTree(String directory) {
    for (FileStatus entry : list(directory)) {
      String path = StoragePath.join(directory, entry.name());
      if (entry.directory()) {
        deleteTree(path);
      } else {
        delete(path);
      }
    }
    delete(directory);
  }

  @Override
  public void forceDirectory(String directory) {
    steps.run(name("FORCE DIRECTORY", directory), () -> inner().forceDirectory(directory));
  }

  @Override
  public Lock lock(String path) {
    return steps.step(name("LOCK", path), () -> inner().lock(path));
  }

  @Override
  public Storage directory(String path) {
    return new SteppedStorage(steps, inner().directory(path), StoragePath.join(prefix, path));
  }

  /** A file whose writes and forces are steps. Closing it changes nothing outside. */
  private final class SteppedAppender extends ForwardingAppender {
    private final String path;

    SteppedAppender(Appender inner, String path) {
      super(inner);
      this.path = path;
    }

    @Override
    public void write(ByteBuffer... buffers) {
      steps.run(name("WRITE", path), () -> inner().write(buffers));
    }

    @Override
    public void force() {
      steps.run(name("FORCE", path), () -> inner().force());
    }
  }
}
