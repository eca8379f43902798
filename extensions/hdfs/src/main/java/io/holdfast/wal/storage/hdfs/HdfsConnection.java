package io.holdfast.wal.storage.hdfs;

import io.holdfast.ConfigurationException;
import io.holdfast.wal.storage.StorageException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.HdfsConfiguration;

/**
 * Finds the HDFS behind a location and connects to it. A file system object of its own, so that
 * closing it disturbs nobody, the leases are this storage's alone, and no shutdown hook pulls it
 * away from an engine that is still writing.
 */
final class HdfsConnection {
  private static final String CONNECT_TIMEOUT = "ipc.client.connect.timeout";
  private static final long SHORTEST_CONNECT_TIMEOUT_MILLIS = 1_000;
  private static final long SHORTEST_RPC_TIMEOUT_MILLIS = 10_000;

  private HdfsConnection() {}

  /** What a location leads to: HDFS, or a directory of this machine. */
  record Target(FileSystem files, Path root) implements AutoCloseable {
    boolean isLocal() {
      return files.getScheme().equals("file");
    }

    @Override
    public void close() throws IOException {
      files.close();
    }
  }

  /** Follows the default file system and viewfs mounts to where files really are. */
  static Target connect(String location, HdfsOptions options) {
    Configuration configuration = configuration(options);
    Path path;
    try {
      path = new Path(location);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          "\"" + location + "\" is not a path of a Hadoop file system.", e);
    }
    FileSystem files = fileSystem(path.toUri(), location, configuration);
    if (!files.getScheme().equals("viewfs")) {
      return new Target(files, files.makeQualified(path));
    }
    Path resolved = resolve(files, files.makeQualified(path), location);
    return new Target(fileSystem(resolved.toUri(), location, configuration), resolved);
  }

  /** Another connection to the same place. */
  static DistributedFileSystem again(Path root, HdfsOptions options) {
    return requireHdfs(
        new Target(fileSystem(root.toUri(), root.toString(), configuration(options)), root));
  }

  static DistributedFileSystem requireHdfs(Target target) {
    if (target.files() instanceof DistributedFileSystem hdfs) {
      return hdfs;
    }
    String kind = target.files().getClass().getSimpleName();
    try {
      target.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new ConfigurationException(
        "The storage "
            + target.root()
            + " is a "
            + kind
            + ", not HDFS: it is not known to make what is written to an open file durable (hsync)"
            + " and to give a name once (create, rename). Use hdfs:// or a local directory.");
  }

  private static FileSystem fileSystem(URI uri, String location, Configuration configuration) {
    try {
      return uri.getScheme() == null
          ? FileSystem.newInstance(configuration)
          : FileSystem.newInstance(uri, configuration);
    } catch (IOException e) {
      if (e.getCause() instanceof UnknownHostException || e instanceof UnknownHostException) {
        throw unknownHost(location, e);
      }
      throw cannotOpen(location, HdfsErrors.firstLine(e), e);
    } catch (IllegalArgumentException e) {
      if (e.getCause() instanceof UnknownHostException) {
        throw unknownHost(location, e);
      }
      throw cannotOpen(location, e.getMessage(), e);
    }
  }

  private static ConfigurationException cannotOpen(String location, String why, Exception e) {
    return new ConfigurationException(
        "Cannot open " + location + ": " + HdfsLogin.trouble(e).orElse(why) + ".", e);
  }

  private static StorageException unknownHost(String location, Exception e) {
    return new StorageException(
        "open storage "
            + location
            + ": its host is unknown. Correct the name; if it is a name service, put the"
            + " hdfs-site.xml that describes it on the class path",
        e);
  }

  /** The nearest directory that is there says which mount the location lies in. */
  private static Path resolve(FileSystem viewfs, Path path, String location) {
    try (viewfs) {
      String below = "";
      for (Path there = path; there != null; there = there.getParent()) {
        try {
          Path found = viewfs.resolvePath(there);
          if (found.toUri().getScheme().equals("viewfs")) {
            break;
          }
          return below.isEmpty() ? found : new Path(found, below);
        } catch (FileNotFoundException e) {
          below = below.isEmpty() ? there.getName() : there.getName() + "/" + below;
        }
      }
    } catch (IOException e) {
      throw new StorageException(
          "open storage " + location + ": " + HdfsErrors.firstLine(HdfsErrors.unwrap(e)), e);
    }
    throw new ConfigurationException("\"" + location + "\" lies in no mount of its viewfs.");
  }

  /**
   * Hadoop's client pauses k times within a call that finds nobody to connect to, and repeats that
   * call k times after further pauses: k (k + 2) pauses in all. (Its policy "t,n" makes k = n + 1.)
   * Calls are repeated under their old identity, and the NameNode answers a repeated one from its
   * memory.
   */
  static Configuration configuration(HdfsOptions options) {
    Configuration configuration = new HdfsConfiguration();
    Duration patience = options.nameNodeTimeout();
    long pauses = Math.max(2, Math.round(Math.sqrt(patience.toSeconds() + 1.0)) - 1);
    long pauseMillis = Math.max(1, patience.toMillis() / (pauses * (pauses + 2)));
    long callMillis = patience.toMillis() / (pauses + 1);
    configuration.setBoolean("fs.automatic.close", false);
    configuration.setBoolean("dfs.client.retry.policy.enabled", true);
    configuration.set("dfs.client.retry.policy.spec", pauseMillis + "," + (pauses - 1));
    configuration.setInt("ipc.client.connect.max.retries.on.timeouts", 0);
    configuration.setLong(CONNECT_TIMEOUT, Math.max(SHORTEST_CONNECT_TIMEOUT_MILLIS, callMillis));
    configuration.setLong(
        "ipc.client.rpc-timeout.ms", Math.max(SHORTEST_RPC_TIMEOUT_MILLIS, callMillis));
    configuration.setLong("dfs.client.failover.sleep.max.millis", 2000);
    configuration.setLong("dfs.client.failover.max.attempts", 2 + patience.toSeconds() / 2);
    // A DataNode that is gone is replaced if there is another one; if not, the rest goes on.
    configuration.setBoolean(
        "dfs.client.block.write.replace-datanode-on-failure.best-effort", true);
    options.hadoop().forEach(configuration::set);
    return configuration;
  }

  /** Host and port, or the name service. */
  static String address(DistributedFileSystem files) {
    URI uri = files.getUri();
    int defaultPort = 8020;
    return uri.getPort() < 0 && uri.getHost() != null && uri.getHost().contains(".")
        ? uri.getHost() + ":" + defaultPort
        : uri.getAuthority();
  }
}
