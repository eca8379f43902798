package io.holdfast.wal.storage.hdfs;

import io.holdfast.wal.storage.StorageReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.client.HdfsDataInputStream;

/**
 * Positional reads. A stream of Hadoop knows the length that the file had when it was opened; while
 * the file is still being written it is opened again whenever somebody asks for the length or reads
 * to its end. The lock keeps readers off a stream that is being replaced.
 */
final class HdfsReader implements StorageReader {
  private final Path path;
  private final NameNode nameNode;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private FSDataInputStream in;
  private long length;
  private boolean complete;

  private HdfsReader(Path path, NameNode nameNode) {
    this.path = path;
    this.nameNode = nameNode;
  }

  static HdfsReader open(Path path, NameNode nameNode) throws IOException {
    HdfsReader reader = new HdfsReader(path, nameNode);
    reader.refresh();
    return reader;
  }

  /** Asks first whether the file is closed: the length that is found then is the last one. */
  private void refresh() throws IOException {
    boolean closed = nameNode.ask("open", path, files -> files.isFileClosed(path));
    FSDataInputStream opened = nameNode.ask("open", path, files -> files.open(path));
    long visible =
        opened instanceof HdfsDataInputStream known
            ? known.getVisibleLength()
            : nameNode.ask("open", path, files -> files.getFileStatus(path).getLen());
    FSDataInputStream before;
    Lock exclusive = lock.writeLock();
    exclusive.lock();
    try {
      before = in;
      in = opened;
      length = visible;
      complete = closed;
    } finally {
      exclusive.unlock();
    }
    if (before != null) {
      before.close();
    }
  }

  @Override
  public String location() {
    return path.toString();
  }

  @Override
  public long length() {
    try {
      if (!isComplete()) {
        refresh();
      }
    } catch (IOException e) {
      throw nameNode.errors().translate("read length of", path, e);
    }
    Lock shared = lock.readLock();
    shared.lock();
    try {
      return length;
    } finally {
      shared.unlock();
    }
  }

  private boolean isComplete() {
    Lock shared = lock.readLock();
    shared.lock();
    try {
      return complete;
    } finally {
      shared.unlock();
    }
  }

  @Override
  public int read(long position, ByteBuffer target) {
    int start = target.position();
    try (NameNode.Watch watch = nameNode.watch("read " + path)) {
      watch.reason("blocks that no DataNode gives are asked for again a few times");
      readKnown(position, target);
      if (target.hasRemaining() && !isComplete()) {
        refresh();
        readKnown(position + target.position() - start, target);
      }
    } catch (IOException e) {
      throw nameNode.errors().translate("read", path, e);
    }
    return target.position() - start;
  }

  private void readKnown(long position, ByteBuffer target) throws IOException {
    Lock shared = lock.readLock();
    shared.lock();
    try {
      long at = position;
      while (target.hasRemaining() && at < length) {
        int count = in.read(at, target);
        if (count < 0) {
          break;
        }
        at += count;
      }
    } finally {
      shared.unlock();
    }
  }

  @Override
  public void close() {
    Lock exclusive = lock.writeLock();
    exclusive.lock();
    try {
      in.close();
    } catch (IOException e) {
      throw nameNode.errors().translate("close", path, e);
    } finally {
      exclusive.unlock();
    }
  }
}
