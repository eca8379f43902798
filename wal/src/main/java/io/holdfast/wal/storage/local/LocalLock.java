package io.holdfast.wal.storage.local;

import io.holdfast.InUseException;
import io.holdfast.wal.storage.LockLook;
import io.holdfast.wal.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A lock that the kernel releases when the process dies, and a register of those that this process
 * holds.
 *
 * <p>Such a lock belongs to the process and the file, not to the channel: when the process closes
 * <em>any</em> channel of the file, the lock is gone. So a second user in this process is refused
 * by the register, before the file is opened, and readers of the file get the lock's own channel
 * ({@link #channelOf}).
 */
final class LocalLock implements Storage.Lock {
  static final int DESCRIPTION_LIMIT_BYTES = 1024;
  private static final Map<Path, LocalLock> HELD = new ConcurrentHashMap<>();

  private final Path file;
  private final Path key;
  private FileChannel channel;
  private volatile String description = "";

  private LocalLock(Path file, Path key) {
    this.file = file;
    this.key = key;
  }

  static LocalLock acquire(Path file) {
    LocalLock lock;
    try {
      lock = new LocalLock(file, realPath(file));
    } catch (IOException e) {
      throw LocalErrors.translate("lock", file, e);
    }
    LocalLock holder = HELD.putIfAbsent(lock.key, lock);
    if (holder != null) {
      throw inUse(file, holder.description + " (in this process)", null);
    }
    boolean acquired = false;
    try {
      lock.open();
      acquired = true;
    } catch (IOException e) {
      throw LocalErrors.translate("lock", file, e);
    } finally {
      if (!acquired) {
        lock.close();
      }
    }
    return lock;
  }

  private synchronized void open() throws IOException {
    channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    FileLock granted;
    try {
      granted = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      throw inUse(file, readDescription() + " (in this process)", e);
    }
    if (granted == null) {
      throw inUse(file, readDescription(), null);
    }
    channel.truncate(0);
  }

  /** The channel of the lock that this process holds on {@code file}, or null if it holds none. */
  static FileChannel channelOf(Path file) throws IOException {
    for (Path held : HELD.keySet()) {
      if (held.getFileName().equals(file.getFileName()) && held.equals(realPath(file))) {
        LocalLock lock = HELD.get(held);
        return lock == null ? null : lock.channel();
      }
    }
    return null;
  }

  /**
   * Looks who has the lock, without touching it.
   *
   * @param described what the file holds
   */
  static LockLook look(Path file, String described) throws IOException {
    LocalLock own = HELD.get(realPath(file));
    if (own != null) {
      String words = inUse(file, own.description + " (in this process)", null).getMessage();
      return new LockLook(LockLook.Answer.HELD, words, described);
    }
    LockLook.Answer answer = KernelLocks.answer(file);
    String words =
        switch (answer) {
          case HELD -> inUse(file, described, null).getMessage();
          case FREE -> "no process that can be seen from here has it (" + KernelLocks.TABLE + ")";
          case UNKNOWN -> "this system does not show who has a lock (" + KernelLocks.TABLE + ")";
        };
    return new LockLook(answer, words, described);
  }

  private synchronized FileChannel channel() {
    return channel;
  }

  /** The file itself may not exist yet, its directory must. */
  private static Path realPath(Path file) throws IOException {
    return file.toAbsolutePath().getParent().toRealPath().resolve(file.getFileName());
  }

  private static InUseException inUse(Path file, String holder, Exception cause) {
    String by = holder.isBlank() ? "another process" : holder.strip();
    return new InUseException("lock " + file + ": in use by " + by, cause);
  }

  private String readDescription() throws IOException {
    ByteBuffer text = ByteBuffer.allocate(DESCRIPTION_LIMIT_BYTES);
    channel.read(text, 0);
    return new String(text.array(), 0, text.position(), StandardCharsets.UTF_8);
  }

  @Override
  public synchronized void describe(String text) {
    description = text;
    try {
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
    } catch (IOException e) {
      throw LocalErrors.translate("describe lock", file, e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw LocalErrors.translate("unlock", file, e);
    } finally {
      HELD.remove(key, this);
    }
  }
}
