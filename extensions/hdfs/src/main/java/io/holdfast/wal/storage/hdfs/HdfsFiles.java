package io.holdfast.wal.storage.hdfs;

import io.holdfast.ConfigurationException;
import io.holdfast.wal.storage.FileMissingException;
import io.holdfast.wal.storage.StorageException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.QuotaUsage;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.client.HdfsDataOutputStream;
import org.apache.hadoop.hdfs.protocol.ErasureCodingPolicy;
import org.apache.hadoop.security.AccessControlException;

/** What is done with files by their full paths. */
final class HdfsFiles {
  /** The NameNode refuses smaller blocks unless {@value #SMALLEST_BLOCK_KEY} says otherwise. */
  private static final long SMALLEST_BLOCK_BYTES = 1 << 20;

  private static final String SMALLEST_BLOCK_KEY = "dfs.namenode.fs-limits.min-block-size";

  /** Storage policies that acknowledge what is only in memory, or lies elsewhere. */
  private static final Set<String> VOLATILE = Set.of("LAZY_PERSIST", "PROVIDED");

  private final NameNode nameNode;

  HdfsFiles(NameNode nameNode) {
    this.nameNode = nameNode;
  }

  static Path below(Path directory, String path) {
    var uri = directory.toUri();
    return new Path(uri.getScheme(), uri.getAuthority(), uri.getPath() + "/" + path);
  }

  /** Null if there is nothing of that name. */
  FileStatus status(Path path) throws IOException {
    try {
      return nameNode.ask("look for", path, hdfs -> hdfs.getFileStatus(path));
    } catch (FileNotFoundException | ParentNotDirectoryException e) {
      return null;
    }
  }

  /**
   * @param expectedBytes 0 if unknown
   */
  HdfsAppender create(Path file, long expectedBytes) {
    int replication = nameNode.options().replication();
    try {
      FSDataOutputStream out =
          nameNode.ask(
              "create", file, hdfs -> create(hdfs, file, (short) replication, expectedBytes));
      if (out instanceof HdfsDataOutputStream stream
          && stream.hasCapability(StreamCapabilities.HSYNC)) {
        int wanted = stream.getCurrentBlockReplication();
        return new HdfsAppender(stream, file.toString(), nameNode, wanted);
      }
      out.close();
    } catch (FileNotFoundException | ParentNotDirectoryException e) {
      throw new FileMissingException(
          "create " + file + ": " + file.getParent() + " does not exist", e);
    } catch (IOException e) {
      throw nameNode.errors().translate("create", file, e);
    }
    throw new ConfigurationException(
        "The file " + file + " cannot be forced (hsync): it is not a replicated file of HDFS.");
  }

  private static FSDataOutputStream create(
      DistributedFileSystem hdfs, Path file, short replication, long expectedBytes)
      throws IOException {
    Configuration configuration = hdfs.getConf();
    return hdfs.createNonRecursive(
        file,
        FsPermission.getFileDefault().applyUMask(FsPermission.getUMask(configuration)),
        EnumSet.of(CreateFlag.CREATE, CreateFlag.SYNC_BLOCK, CreateFlag.SHOULD_REPLICATE),
        configuration.getInt("io.file.buffer.size", 4096),
        replication == 0 ? hdfs.getDefaultReplication(file) : replication,
        expectedBytes == 0
            ? hdfs.getDefaultBlockSize(file)
            : blockBytes(configuration, expectedBytes),
        null);
  }

  private static long blockBytes(Configuration configuration, long expectedBytes) {
    long chunk = configuration.getInt("dfs.bytes-per-checksum", 512);
    long least = configuration.getLongBytes(SMALLEST_BLOCK_KEY, SMALLEST_BLOCK_BYTES);
    return (Math.max(expectedBytes, least) + chunk - 1) / chunk * chunk;
  }

  /** Deleting what is not there does nothing; files that somebody has open are deleted too. */
  void delete(Path path, boolean recursive) {
    try {
      boolean deleted = nameNode.ask("delete", path, hdfs -> hdfs.delete(path, recursive));
      if (!deleted && status(path) != null) {
        throw new StorageException("delete " + path + ": the NameNode says no", null);
      }
    } catch (FileNotFoundException | ParentNotDirectoryException e) {
      // Not there.
    } catch (IOException e) {
      throw nameNode.errors().translate("delete", path, e);
    }
  }

  /** Refuses a directory in which files are not forced to the disks of several machines. */
  void requireDurable(Path directory) {
    ErasureCodingPolicy coding =
        nameNode.call("probe", directory, hdfs -> hdfs.getErasureCodingPolicy(directory));
    if (coding != null && !coding.isReplicationPolicy()) {
      throw unfit(
          directory,
          "erasure coding (" + coding.getName() + "), whose files cannot be forced (hsync)",
          "hdfs ec -setPolicy -replicate -path " + directory.toUri().getPath());
    }
    String policy =
        nameNode.call("probe", directory, hdfs -> hdfs.getStoragePolicy(directory)).getName();
    if (VOLATILE.contains(policy)) {
      throw unfit(
          directory,
          "the storage policy " + policy + ", which acknowledges what is not on disk",
          "hdfs storagepolicies -setStoragePolicy -policy HOT -path "
              + directory.toUri().getPath());
    }
  }

  private static ConfigurationException unfit(Path directory, String has, String remedy) {
    return new ConfigurationException(
        "The directory "
            + directory
            + " has "
            + has
            + ". Name another directory, or give this one copies before anything is written to it: "
            + remedy);
  }

  /** What is left in the cluster or in the tightest quota above, as one copy of it. */
  long usableBytes(Path root) {
    int set = nameNode.options().replication();
    long raw = nameNode.call("measure", root, hdfs -> hdfs.getStatus(root).getRemaining());
    for (Path level = root; level != null; level = level.getParent()) {
      raw = Math.min(raw, quotaLeft(level));
    }
    int copies = set > 0 ? set : nameNode.call("measure", root, h -> h.getDefaultReplication(root));
    return Math.max(0, raw) / copies;
  }

  private long quotaLeft(Path directory) {
    try {
      QuotaUsage usage =
          nameNode.ask("measure quota of", directory, hdfs -> hdfs.getQuotaUsage(directory));
      return usage.getSpaceQuota() < 0
          ? Long.MAX_VALUE
          : usage.getSpaceQuota() - usage.getSpaceConsumed();
    } catch (FileNotFoundException | ParentNotDirectoryException | AccessControlException e) {
      // Not made yet, or not for us to see.
      return Long.MAX_VALUE;
    } catch (IOException e) {
      throw nameNode.errors().translate("measure quota of", directory, e);
    }
  }
}
