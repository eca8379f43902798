package io.holdfast.wal.storage;

/**
 * A storage that can only be looked at: whoever holds it cannot change, create or lock anything.
 * For inspection, also of what another process is using.
 */
public class ReadOnlyStorage extends ForwardingStorage {
  public ReadOnlyStorage(Storage storage) {
    super(storage);
  }

  @Override
  public Storage directory(String path) {
    return new ReadOnlyStorage(inner().directory(path));
  }

  @Override
  public Appender createExclusive(String path) {
    throw refused("create " + path);
  }

  @Override
  public Appender createExclusive(String path, long expectedBytes) {
    throw refused("create " + path);
  }

  @Override
  public Hint hint(String path) {
    throw refused("write hint " + path);
  }

  @Override
  public void takeOver(String directory) {
    throw refused("take over " + directory);
  }

  @Override
  public void probe(String directory) {
    throw refused("probe " + directory);
  }

  @Override
  public int repair(String path, StorageReader sound) {
    throw refused("repair " + path);
  }

  @Override
  public void createDirectories(String directory) {
    throw refused("create directory " + directory);
  }

  @Override
  public void publish(String from, String to) {
    throw refused("publish " + from);
  }

  @Override
  public void delete(String path) {
    throw refused("delete " + path);
  }

  @Override
  public void forceDirectory(String directory) {
    throw refused("force directory " + directory);
  }

  @Override
  public Lock lock(String path) {
    throw refused("lock " + path);
  }

  private UnsupportedOperationException refused(String operation) {
    return new UnsupportedOperationException(
        operation + ": " + location() + " was opened for reading only");
  }
}
