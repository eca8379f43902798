package io.holdfast.sink.hadoop;

import io.holdfast.ConfigurationException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The file system that formats are given: one file of an output, which is really on the output's
 * storage. Formats make their files by the scheme of the path, so Hadoop makes an object of this
 * class whenever one is asked for; what belongs to the path is found by its authority.
 */
final class PartFileSystem extends FileSystem {
  private static final String SCHEME = "holdfast-part";
  private static final long NOMINAL_BLOCK_BYTES = 128L << 20;
  private static final Map<String, PartFiles> MOUNTED = new ConcurrentHashMap<>();
  private static final AtomicLong MOUNTS = new AtomicLong();

  private URI uri;
  private PartFiles files;

  /** For Hadoop. */
  PartFileSystem() {}

  /** Files under a path of their own, as long as it is not closed. Used by one thread. */
  static final class Mount implements AutoCloseable {
    private final String key;

    Mount(PartFiles files) {
      key = "p" + MOUNTS.incrementAndGet();
      MOUNTED.put(key, files);
    }

    Path root() {
      return new Path(SCHEME, key, "/");
    }

    @Override
    public void close() {
      MOUNTED.remove(key);
    }
  }

  /** How many there are, over all threads. */
  static int mounts() {
    return MOUNTED.size();
  }

  /** Lets paths of mounts be opened by this class. */
  static void settings(Configuration configuration) {
    configuration.setClass("fs." + SCHEME + ".impl", PartFileSystem.class, FileSystem.class);
    // One object for each mount would stay for ever.
    configuration.setBoolean("fs." + SCHEME + ".impl.disable.cache", true);
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public void initialize(URI name, Configuration configuration) throws IOException {
    super.initialize(name, configuration);
    setConf(configuration);
    uri = URI.create(SCHEME + "://" + name.getAuthority());
    files = MOUNTED.get(name.getAuthority());
    if (files == null) {
      throw new FileNotFoundException(name + ": the part is finished or was given up");
    }
  }

  @Override
  public URI getUri() {
    return uri;
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return new FSDataOutputStream(files.create(path.getName()), statistics);
  }

  @Override
  public FSDataOutputStream createNonRecursive(
      Path path,
      FsPermission permission,
      EnumSet<CreateFlag> flags,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return create(path, permission, false, bufferSize, replication, blockSize, progress);
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    return new FSDataInputStream(new PartInput(files.open(path.getName()), bufferSize));
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    long length = files.open(path.getName()).length();
    return new FileStatus(length, false, 1, NOMINAL_BLOCK_BYTES, 0, makeQualified(path));
  }

  /** Directories above the file need not be made; one in its place is a format of several files. */
  @Override
  public boolean mkdirs(Path path, FsPermission permission) {
    if (path.getName().startsWith(HadoopConfiguration.BASE_NAME)) {
      throw new ConfigurationException(
          "The output format makes a directory for each partition ("
              + path.getName()
              + "), and an output has one file for each. Use a format of single files, such as"
              + " SequenceFileOutputFormat.");
    }
    return true;
  }

  /** Nothing is deleted: a part that fails is given up as a whole. */
  @Override
  public boolean delete(Path path, boolean recursive) {
    return false;
  }

  @Override
  public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
    throw refusal("append to", path);
  }

  @Override
  public boolean rename(Path from, Path to) {
    throw refusal("rename", from);
  }

  @Override
  public FileStatus[] listStatus(Path path) {
    throw refusal("list", path);
  }

  private static ConfigurationException refusal(String operation, Path path) {
    return new ConfigurationException(
        "The output format wants to "
            + operation
            + " "
            + path.getName()
            + ", but a partition is written once, from beginning to end, to one file. Use a format"
            + " that does so.");
  }

  @Override
  public void setWorkingDirectory(Path directory) {
    // Paths are absolute.
  }

  @Override
  public Path getWorkingDirectory() {
    return new Path(uri.toString(), "/");
  }
}
