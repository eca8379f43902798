package io.holdfast.wal.storage.hdfs;

import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.OneStrike;
import io.holdfast.wal.storage.StorageException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hadoop.hdfs.client.HdfsDataOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends to one new file whose lease this client holds, until the first operation that fails.
 *
 * <p>{@code force} is a plain {@code hsync}. It returns when every DataNode of the pipeline has
 * forced the bytes to its disk, and needs no NameNode but for the first one of a block, which makes
 * the NameNode remember the block. {@code SyncFlag.UPDATE_LENGTH} would ask the NameNode each time,
 * only for the length in listings: a reader asks a DataNode, and lease recovery takes the length
 * from the DataNodes too.
 */
final class HdfsAppender implements Appender {
  private static final Logger LOG = LoggerFactory.getLogger(HdfsAppender.class);
  private static final int COPY_BYTES = 64 << 10;

  private final HdfsDataOutputStream out;
  private final String location;
  private final OneStrike strike;
  private final NameNode nameNode;
  private final int wantedReplicas;
  private long position;
  private int reachedBefore;

  HdfsAppender(HdfsDataOutputStream out, String location, NameNode nameNode, int wantedReplicas) {
    this.out = out;
    this.location = location;
    this.strike = new OneStrike(this::location);
    this.nameNode = nameNode;
    this.wantedReplicas = wantedReplicas;
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public void write(ByteBuffer... buffers) {
    strike.begin("write");
    try {
      for (ByteBuffer buffer : buffers) {
        write(buffer);
      }
    } catch (IOException e) {
      throw nameNode.errors().translate("write", location, e);
    }
    strike.succeeded();
  }

  private void write(ByteBuffer buffer) throws IOException {
    if (buffer.hasArray()) {
      int length = buffer.remaining();
      out.write(buffer.array(), buffer.arrayOffset() + buffer.position(), length);
      buffer.position(buffer.limit());
      position += length;
      return;
    }
    byte[] copy = new byte[Math.min(COPY_BYTES, buffer.remaining())];
    while (buffer.hasRemaining()) {
      int length = Math.min(copy.length, buffer.remaining());
      buffer.get(copy, 0, length);
      out.write(copy, 0, length);
      position += length;
    }
  }

  @Override
  public void force() {
    strike.begin("force");
    try (NameNode.Watch watch = nameNode.watch("force " + location)) {
      watch.reason("a DataNode that hangs is given up after dfs.client.socket-timeout");
      out.hsync();
      if (position > 0) {
        checkReplicas(out.getCurrentBlockReplication());
      }
    } catch (IOException e) {
      throw nameNode.errors().translate("force", location, e);
    }
    strike.succeeded();
  }

  private void checkReplicas(int reached) {
    int least = nameNode.options().minReplicas();
    if (reached < least) {
      throw new StorageException(
          "force "
              + location
              + ": it reached "
              + reached
              + " DataNode(s), fewer than holdfast.hdfs.min.replicas = "
              + least
              + ". Start DataNodes, or lower the setting, and start again",
          null);
    }
    boolean isNew = reachedBefore == 0;
    boolean fewer = reached < wantedReplicas && (isNew || reached < reachedBefore);
    reachedBefore = reached;
    if (isNew && !fewer) {
      nameNode.hasAll();
    }
    // Said once for all files, not for each: what is missing is missing to all of them.
    if (fewer && nameNode.isNewsToHaveOnly(reached)) {
      LOG.warn(
          "force {}: only {} of {} DataNodes have the file now; new files get all again",
          location,
          reached,
          wantedReplicas);
    }
  }

  /**
   * Closing a file on HDFS sends what was written and tells the NameNode the length. A dead file is
   * given up: what is wrong with it was thrown before, and its lease ends by take-over.
   */
  @Override
  public void close() {
    if (!strike.close()) {
      return;
    }
    try (NameNode.Watch watch = nameNode.watch("close " + location)) {
      watch.reason("DataNodes report the last block, and the NameNode closes it");
      out.close();
    } catch (IOException e) {
      if (HdfsErrors.unwrap(e) instanceof FileNotFoundException) {
        // Deleted meanwhile: then nothing is left to be closed.
        return;
      }
      if (!strike.isDead()) {
        throw nameNode.errors().translate("close", location, e);
      }
      LOG.info("close {}: failed like the write before it: {}", location, HdfsErrors.firstLine(e));
    }
  }
}
