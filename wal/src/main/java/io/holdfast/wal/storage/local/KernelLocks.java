package io.holdfast.wal.storage.local;

import io.holdfast.wal.storage.LockLook.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What Linux shows of the locks of all processes in {@value #TABLE}, by device and inode. A process
 * of another machine, or of a container that this one cannot see, does not stand there.
 */
final class KernelLocks {
  static final String TABLE = "/proc/locks";
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private KernelLocks() {}

  /** Whether a process has a lock on an existing file, by reading the table alone. */
  static Answer answer(Path file) throws IOException {
    Path table = Path.of(TABLE);
    if (!Files.isReadable(table)) {
      return Answer.UNKNOWN;
    }
    try {
      long inode = ((Number) Files.getAttribute(file, "unix:ino")).longValue();
      long device = ((Number) Files.getAttribute(file, "unix:dev")).longValue();
      return answer(Files.readAllLines(table), device, inode);
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      return Answer.UNKNOWN;
    }
  }

  /**
   * The answer in the lines of such a table.
   *
   * @param device as {@code stat} gives it
   */
  static Answer answer(List<String> lines, long device, long inode) {
    String exact = String.format(Locale.ROOT, "%02x:%02x:%d", major(device), minor(device), inode);
    Answer answer = Answer.FREE;
    for (String line : lines) {
      String[] fields = SPACE.split(line.strip(), -1);
      if (fields.length != 8 || !fields[1].equals("POSIX")) {
        continue;
      }
      if (fields[5].equals(exact)) {
        return Answer.HELD;
      }
      if (fields[5].endsWith(":" + inode)) {
        // Some file systems give stat another device than the kernel uses itself.
        answer = Answer.UNKNOWN;
      }
    }
    return answer;
  }

  private static long major(long device) {
    return ((device >>> 8) & 0xFFF) | ((device >>> 32) & 0xFFFFF000L);
  }

  private static long minor(long device) {
    return (device & 0xFF) | ((device >>> 12) & 0xFFFFFF00L);
  }
}
