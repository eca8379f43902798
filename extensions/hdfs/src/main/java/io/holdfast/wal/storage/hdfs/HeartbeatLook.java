package io.holdfast.wal.storage.hdfs;

import io.holdfast.wal.storage.LockLook;
import io.holdfast.wal.storage.LockLook.Answer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Looks whether a {@link HeartbeatLock} is held, without asking for it: by waiting for a heartbeat.
 * A holder that is not heard of while this looks may still be alive, so silence is no answer.
 */
final class HeartbeatLook {
  /** Heartbeats come five times in a time-out; two may be on their way or late. */
  private static final int TIMEOUTS_PART = 2;

  private static final int LOOKS = 40;

  private HeartbeatLook() {}

  static LockLook at(NameNode nameNode, Path file) {
    try {
      FileStatus last = newestHolder(nameNode, file);
      return last == null
          ? new LockLook(Answer.FREE, "nobody has ever taken it", "")
          : look(nameNode, file, last, described(nameNode, file));
    } catch (FileNotFoundException e) {
      return new LockLook(Answer.UNKNOWN, "it changed hands while it was looked at", "");
    } catch (IOException e) {
      throw nameNode.errors().translate("look at lock", file, e);
    }
  }

  private static FileStatus newestHolder(NameNode nameNode, Path file) throws IOException {
    try {
      return HeartbeatLock.newestHolder(nameNode, file);
    } catch (FileNotFoundException e) {
      return null;
    }
  }

  private static String described(NameNode nameNode, Path file) throws IOException {
    try {
      return HeartbeatLock.read(nameNode, file).strip();
    } catch (FileNotFoundException e) {
      return "";
    }
  }

  private static LockLook look(NameNode nameNode, Path file, FileStatus last, String described)
      throws IOException {
    if (last.getModificationTime() == HeartbeatLock.FREE) {
      return new LockLook(Answer.FREE, "its last holder has given it back", described);
    }
    ProcessIdentity owner = ProcessIdentity.decode(HeartbeatLock.read(nameNode, last.getPath()));
    if (owner.isKnownDead()) {
      return new LockLook(Answer.FREE, owner + " had it and is dead", described);
    }
    if (owner.equals(ProcessIdentity.current())) {
      return held(nameNode, file, owner + ", which is this process", described);
    }
    Duration time = nameNode.options().lockTimeout().dividedBy(TIMEOUTS_PART);
    for (int i = 0; i < LOOKS; i++) {
      nameNode.pause(time.dividedBy(LOOKS));
      Path path = last.getPath();
      long now =
          nameNode
              .ask("look at lock", path, hdfs -> hdfs.getFileStatus(path))
              .getModificationTime();
      if (now == HeartbeatLock.FREE) {
        return new LockLook(Answer.FREE, "its last holder has given it back", described);
      }
      if (now != last.getModificationTime()) {
        return held(nameNode, file, owner.toString(), described);
      }
    }
    String words = owner + " had it and gave no sign of life for " + time.toMillis() + " ms";
    return new LockLook(Answer.UNKNOWN, words, described);
  }

  private static LockLook held(NameNode nameNode, Path file, String owner, String described)
      throws IOException {
    String words = HeartbeatLock.inUse(nameNode, file, owner).getMessage();
    return new LockLook(Answer.HELD, words, described);
  }
}
