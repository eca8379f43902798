package io.holdfast.wal.storage.hdfs;

import io.holdfast.wal.storage.StorageException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes files away from a writer that may be dead, stopped or cut off. Recovering the lease gives
 * the last block a new generation stamp on all DataNodes that have it and closes the file at a
 * length that they agree on: at least what was forced. The old writer's DataNodes then refuse its
 * old stamp, and the NameNode its lease, so no force of its can succeed any more.
 *
 * <p>All files are asked for at once and then waited for, because each takes one or two heartbeats
 * of a DataNode.
 */
final class LeaseRecovery {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseRecovery.class);
  private static final Duration POLL_EVERY = Duration.ofMillis(100);

  /** A recovery that a dead DataNode was asked to lead has to be asked for again. */
  private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(10);

  private final NameNode nameNode;
  private final Path directory;

  LeaseRecovery(NameNode nameNode, Path directory) {
    this.nameNode = nameNode;
    this.directory = directory;
  }

  void run() {
    try (NameNode.Watch watch = nameNode.watch("take over " + directory)) {
      List<Path> open = openFiles();
      if (open.isEmpty()) {
        return;
      }
      long start = nameNode.scheduler().nanoTime();
      int files = open.size();
      LOG.info(
          "take over {}: {} file(s) of an earlier writer are not closed yet", directory, files);
      recover(open);
      long askedAt = start;
      while (!open.isEmpty()) {
        watch.reason(
            open.size()
                + " file(s) of an earlier writer are being closed, "
                + open.get(0).getName()
                + " among them; gives up after "
                + nameNode.options().takeOverTimeout().toSeconds()
                + " s");
        nameNode.pause(POLL_EVERY);
        open.removeIf(this::isClosed);
        long now = nameNode.scheduler().nanoTime();
        if (!open.isEmpty() && now - start > nameNode.options().takeOverTimeout().toNanos()) {
          throw refusal(open);
        }
        if (now - askedAt > ASK_AGAIN_AFTER.toNanos()) {
          recover(open);
          askedAt = now;
        }
      }
      LOG.info(
          "take over {}: {} file(s) closed after {} ms",
          directory,
          files,
          Duration.ofNanos(nameNode.scheduler().nanoTime() - start).toMillis());
    } catch (IOException e) {
      throw nameNode.errors().translate("take over", directory, e);
    }
  }

  private List<Path> openFiles() throws IOException {
    List<Path> open = new ArrayList<>();
    try {
      FileStatus[] all = nameNode.ask("take over", directory, files -> files.listStatus(directory));
      for (FileStatus file : all) {
        if (file.isFile() && !isClosed(file.getPath())) {
          open.add(file.getPath());
        }
      }
    } catch (FileNotFoundException e) {
      return List.of();
    }
    return open;
  }

  /** A file that is gone takes no append either. */
  private boolean isClosed(Path file) {
    try {
      return nameNode.ask("take over", file, files -> files.isFileClosed(file));
    } catch (FileNotFoundException e) {
      return true;
    } catch (IOException e) {
      throw nameNode.errors().translate("take over", file, e);
    }
  }

  private void recover(List<Path> open) throws IOException {
    for (Iterator<Path> i = open.iterator(); i.hasNext(); ) {
      Path file = i.next();
      try {
        if (nameNode.ask("take over", file, files -> files.recoverLease(file))) {
          i.remove();
        }
      } catch (FileNotFoundException e) {
        i.remove();
      }
    }
  }

  private StorageException refusal(List<Path> open) {
    return new StorageException(
        "take over "
            + directory
            + ": after "
            + nameNode.options().takeOverTimeout().toSeconds()
            + " s "
            + open.size()
            + " file(s) are still open for an earlier writer, "
            + open.get(0).getName()
            + " among them. Nothing in the directory may be relied on yet. Look whether their"
            + " DataNodes run (hdfs fsck "
            + directory.toUri().getPath()
            + " -openforwrite -files -blocks -locations), and start again; the wait is"
            + " holdfast.hdfs.takeover.timeout",
        null);
  }
}
