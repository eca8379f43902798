package io.holdfast.wal.storage.mirrored;

import io.holdfast.ConfigurationException;
import io.holdfast.runtime.Scheduler;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Hint;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.StorageReader;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Everything twice: on two disks, or a disk and HDFS. A change returns when it was made on both
 * sides, a force when both are durable; a read is served by the other side when the first one
 * cannot. When a side fails, the mirror stops or goes on with the other one, as {@link
 * MirrorOptions} say; a restart knows which side has the last word, and makes the other one whole
 * again before anything new is written.
 *
 * <p>Each side is a complete storage of its own, with the same paths, and one directory, {@code
 * mirror}, in which the mirror keeps what it knows; it is not seen through the mirror. The protocol
 * and what it promises are in {@code docs/mirroring.md}.
 *
 * <p>One mirror at a time: opening takes a lock on both sides, which {@link #close()} of the whole
 * mirror gives back. The storages that it was made of stay the caller's to close. May be used by
 * any thread, but none that is ever interrupted.
 */
public final class MirroredStorage implements Storage {
  private final Mirror mirror;
  private final List<Storage.Lock> locks;
  private final String root;

  private MirroredStorage(Mirror mirror, List<Storage.Lock> locks, String root) {
    this.mirror = mirror;
    this.locks = locks;
    this.root = root;
  }

  /**
   * Brings two storages together and opens them as one. When this returns, both sides hold the
   * same, or the mirror is alone by its options and says so.
   *
   * <p>After a crash this copies what one side lacks; a side that was away is compared byte by byte
   * and made whole, which takes as long as reading both.
   *
   * @param first answers reads, and decides whether a name is free
   * @param second the other one
   * @param scheduler for identities, and the time for people
   * @throws io.holdfast.InUseException if the mirror, or one of its sides, is open elsewhere
   * @throws io.holdfast.NotReplayableException if a side that may have what was acknowledged last
   *     is not there; the message says what to do
   * @throws io.holdfast.WrongApplicationException if they are not the sides of one mirror
   * @throws io.holdfast.DamageException if both went on without each other, or a marker is damaged
   * @throws ConfigurationException if they are one place, or a permission is needed
   */
  public static MirroredStorage open(
      Storage first, Storage second, MirrorOptions options, Scheduler scheduler) {
    Mirror mirror = new Mirror(new Side(first), new Side(second), options, scheduler);
    return new MirroredStorage(mirror, new Opening(mirror).run(), "");
  }

  /** How the mirror is now. */
  public MirrorStatus status() {
    return mirror.status();
  }

  /**
   * Compares the sides completely and heals what can be healed: see {@link Scrub}. May run beside
   * everything else; files that are being written are left out.
   *
   * @param progress hears what was read so far
   */
  public ScrubReport scrub(Scrub.Progress progress) {
    return new Scrub(mirror, progress).run();
  }

  @Override
  public String location() {
    return root.isEmpty() ? mirror.location() : mirror.location() + "/" + root;
  }

  private String resolve(String path) {
    return allowed(StoragePath.join(root, StoragePath.requireValid(path)));
  }

  private String resolveName(String path) {
    return allowed(StoragePath.join(root, StoragePath.requireName(path)));
  }

  private static String allowed(String path) {
    String reserved = MarkerFiles.DIRECTORY;
    if (path.equals(reserved) || path.startsWith(reserved + "/")) {
      throw new ConfigurationException(
          "\""
              + path
              + "\" is where a mirrored storage keeps what it knows of itself. Use another name.");
    }
    return path;
  }

  @Override
  public List<FileStatus> list(String directory) {
    String path = resolve(directory);
    TreeMap<String, FileStatus> merged = new TreeMap<>();
    fromAll(
        path,
        side -> {
          side.list(path).forEach(entry -> merged.putIfAbsent(entry.name(), entry));
          return false;
        });
    if (path.isEmpty()) {
      merged.remove(MarkerFiles.DIRECTORY);
    }
    return merged.values().stream().sorted(Comparator.comparing(FileStatus::name)).toList();
  }

  @Override
  public boolean exists(String path) {
    String full = resolve(path);
    return fromAll(full, side -> side.exists(full));
  }

  /**
   * Asks the live sides until one says yes; a side that cannot answer counts only if all cannot.
   */
  private boolean fromAll(String path, Function<Storage, Boolean> question) {
    StorageException problem = null;
    Side silent = null;
    boolean answered = false;
    boolean yes = false;
    for (Side side : mirror.live()) {
      try {
        yes = question.apply(side.storage());
        answered = true;
        if (yes) {
          break;
        }
      } catch (StorageException e) {
        problem = e;
        silent = side;
      }
    }
    if (problem != null) {
      if (!answered) {
        throw problem;
      }
      mirror.servedByTheOther(path, silent, problem.getMessage());
    }
    return yes;
  }

  @Override
  public StorageReader open(String path) {
    return MirroredReader.open(mirror, resolveName(path));
  }

  @Override
  public Appender createExclusive(String path) {
    return create(resolveName(path), (side, full) -> side.createExclusive(full));
  }

  @Override
  public Appender createExclusive(String path, long expectedBytes) {
    return create(resolveName(path), (side, full) -> side.createExclusive(full, expectedBytes));
  }

  @FunctionalInterface
  private interface Creation {
    Appender on(Storage side, String path);
  }

  private Appender create(String path, Creation creation) {
    mirror.names().lock();
    try {
      List<Appender> bySide = mirror.each(side -> creation.on(side, path), Appender::close);
      return new MirroredAppender(mirror, path, bySide);
    } finally {
      mirror.names().unlock();
    }
  }

  @Override
  public Hint hint(String path) {
    String full = resolveName(path);
    mirror.requireRunning();
    mirror.names().lock();
    try {
      return MirroredHint.open(mirror, full);
    } finally {
      mirror.names().unlock();
    }
  }

  /** Each side by itself: one that is not fit for a log is refused, whatever the policy. */
  @Override
  public void probe(String directory) {
    String path = resolve(directory);
    mirror.live().forEach(side -> side.storage().probe(path));
  }

  @Override
  public void takeOver(String directory) {
    String path = resolve(directory);
    mirror.change(side -> side.takeOver(path));
  }

  /**
   * {@inheritDoc}
   *
   * <p>The copy that was there is kept in {@code mirror/quarantine/} of its side; nothing deletes
   * it but an operator. A crash at any point leaves each side with its old copy or the new one.
   *
   * @throws StorageException if the file is being written
   */
  @Override
  public int repair(String path, StorageReader sound) {
    return new Repair(mirror).makeEqual(resolveName(path), sound);
  }

  @Override
  public void createDirectories(String directory) {
    String path = resolve(directory);
    mirror.changeNames(side -> side.createDirectories(path));
  }

  @Override
  public void publish(String from, String to) {
    String oldName = resolveName(from);
    String newName = resolveName(to);
    mirror.names().lock();
    try {
      mirror.change(side -> side.publish(oldName, newName));
      mirror.openPaths().moved(oldName, newName);
    } finally {
      mirror.names().unlock();
    }
  }

  @Override
  public void delete(String path) {
    String full = resolveName(path);
    mirror.changeNames(side -> side.delete(full));
  }

  @Override
  public void forceDirectory(String directory) {
    String path = resolve(directory);
    mirror.change(side -> side.forceDirectory(path));
  }

  @Override
  public Lock lock(String path) {
    String full = resolveName(path);
    mirror.names().lock();
    try {
      List<Lock> bySide = mirror.each(side -> side.lock(full), Lock::close);
      return new MirroredLock(bySide, mirror.openPaths().open(full));
    } finally {
      mirror.names().unlock();
    }
  }

  /** The smaller of the two. */
  @Override
  public long usableBytes() {
    return mirror.live().stream()
        .mapToLong(side -> side.storage().usableBytes())
        .min()
        .orElseThrow(() -> new StorageException(location() + " has no side that is live", null));
  }

  /** The size of the smaller of the two. */
  @Override
  public long totalBytes() {
    return mirror.live().stream()
        .mapToLong(side -> side.storage().totalBytes())
        .min()
        .orElse(Long.MAX_VALUE);
  }

  @Override
  public Storage directory(String path) {
    return new MirroredStorage(mirror, List.of(), resolve(path));
  }

  /** Gives the locks of both sides back. Of a view: does nothing. */
  @Override
  public void close() {
    if (locks.isEmpty()) {
      return;
    }
    mirror.stop(new StorageException(location() + " is closed", null));
    locks.forEach(Lock::close);
  }
}
