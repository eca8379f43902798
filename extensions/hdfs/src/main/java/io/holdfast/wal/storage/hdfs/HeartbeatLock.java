package io.holdfast.wal.storage.hdfs;

import io.holdfast.InUseException;
import io.holdfast.runtime.Scheduler.Cancellable;
import io.holdfast.wal.storage.FileMissingException;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lock for people: it finds out that an engine was started twice by mistake, and says who runs
 * already. It is a matter of heartbeats, so a holder that is stopped for longer than the time-out
 * loses it without knowing, and both go on. What keeps a second writer from being acknowledged are
 * the leases of HDFS ({@link LeaseRecovery}) and the epochs of the engine; never rely on this.
 *
 * <p>Beside the file {@code lock}, which holds the description, the holder has a file {@code
 * lock.holder-<n>}, whose modification time it moves on as its heartbeat, and puts to 0 when it
 * lets go. Who takes the lock publishes number n + 1, which HDFS gives to one only. It may, when
 * the holder of n has let go, is a dead process of this machine, or was watched for {@code
 * lockTimeout} without a heartbeat. No two clocks are compared.
 */
final class HeartbeatLock implements Storage.Lock {
  private static final Logger LOG = LoggerFactory.getLogger(HeartbeatLock.class);
  private static final String HOLDER = ".holder-";
  private static final int BEATS_PER_TIMEOUT = 5;
  private static final int LOOKS_PER_TIMEOUT = 50;
  static final long FREE = 0;
  private static final Pattern TEMPORARY =
      Pattern.compile("(\\.holder-\\d{1,18})?\\.[0-9a-f]{1,16}\\.tmp");

  private final HdfsFiles files;
  private final NameNode nameNode;
  private final Path file;
  private final Path holder;
  private final Duration beatEvery;
  private long lastBeatMillis;
  private Cancellable nextBeat;
  private boolean released;

  private HeartbeatLock(HdfsFiles files, NameNode nameNode, Path file, Path holder) {
    this.files = files;
    this.nameNode = nameNode;
    this.file = file;
    this.holder = holder;
    this.beatEvery = nameNode.options().lockTimeout().dividedBy(BEATS_PER_TIMEOUT);
  }

  static HeartbeatLock acquire(HdfsFiles files, NameNode nameNode, Path file) {
    try {
      FileStatus last = newestHolder(nameNode, file);
      if (last != null) {
        requireGone(nameNode, file, last);
      }
      long number = last == null ? 1 : number(file, last) + 1;
      Path holder = file.suffix(HOLDER + number);
      HeartbeatLock lock = new HeartbeatLock(files, nameNode, file, holder);
      lock.claim();
      lock.sweep(number);
      lock.describe("");
      lock.beatOn();
      return lock;
    } catch (FileNotFoundException | ParentNotDirectoryException e) {
      throw new FileMissingException(
          "lock " + file + ": " + file.getParent() + " does not exist", e);
    } catch (IOException e) {
      throw nameNode.errors().translate("lock", file, e);
    }
  }

  static FileStatus newestHolder(NameNode nameNode, Path file) throws IOException {
    FileStatus[] beside = nameNode.ask("lock", file, hdfs -> hdfs.listStatus(file.getParent()));
    return Arrays.stream(beside)
        .filter(status -> number(file, status) > 0)
        .max(Comparator.comparingLong(status -> number(file, status)))
        .orElse(null);
  }

  /** 0 if it is not the file of a holder. */
  private static long number(Path file, FileStatus status) {
    String name = status.getPath().getName();
    String prefix = file.getName() + HOLDER;
    String number = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
    return number.matches("\\d{1,18}") ? Long.parseLong(number) : 0;
  }

  private static void requireGone(NameNode nameNode, Path file, FileStatus last)
      throws IOException {
    long seen = last.getModificationTime();
    if (seen == FREE) {
      return;
    }
    ProcessIdentity owner = ProcessIdentity.decode(read(nameNode, last.getPath()));
    if (owner.isKnownDead()) {
      LOG.info("lock {}: {} held it and is dead", file, owner);
      return;
    }
    if (owner.equals(ProcessIdentity.current())) {
      throw inUse(nameNode, file, owner + ", which is this process");
    }
    Duration timeout = nameNode.options().lockTimeout();
    long start = nameNode.scheduler().nanoTime();
    try (NameNode.Watch watch = nameNode.watch("lock " + file)) {
      watch.reason(
          "no sign yet that " + owner + " lives; takes over after " + timeout.toSeconds() + " s");
      while (nameNode.scheduler().nanoTime() - start <= timeout.toNanos()) {
        nameNode.pause(timeout.dividedBy(LOOKS_PER_TIMEOUT));
        long now = heartbeat(nameNode, file, last, owner);
        if (now == FREE) {
          return;
        }
        if (now != seen) {
          throw inUse(nameNode, file, owner.toString());
        }
      }
    }
    LOG.warn("lock {}: {} gave no sign of life for {}, it is taken over", file, owner, timeout);
  }

  private static long heartbeat(
      NameNode nameNode, Path file, FileStatus last, ProcessIdentity owner) throws IOException {
    try {
      Path path = last.getPath();
      return nameNode.ask("lock", path, hdfs -> hdfs.getFileStatus(path)).getModificationTime();
    } catch (FileNotFoundException e) {
      throw inUse(nameNode, file, "another process, which took it from " + owner);
    }
  }

  static InUseException inUse(NameNode nameNode, Path file, String owner) throws IOException {
    String description;
    try {
      description = read(nameNode, file).strip();
    } catch (FileNotFoundException e) {
      description = "";
    }
    return new InUseException(
        "lock "
            + file
            + ": in use by "
            + (description.isEmpty() ? owner : description + " (" + owner + ")"));
  }

  static String read(NameNode nameNode, Path path) throws IOException {
    try (var in = nameNode.ask("read", path, hdfs -> hdfs.open(path))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void claim() throws IOException {
    Path temporary = write(holder, ProcessIdentity.current().encode());
    try {
      rename(temporary, holder, Options.Rename.NONE);
    } catch (FileAlreadyExistsException | FileNotFoundException e) {
      // Found taken, or swept away by the one who has it.
      files.delete(temporary, false);
      throw inUse(nameNode, file, "another process, which was faster");
    }
    lastBeatMillis = nameNode.scheduler().currentTimeMillis();
  }

  private void sweep(long number) throws IOException {
    for (FileStatus status :
        nameNode.ask("lock", file, hdfs -> hdfs.listStatus(file.getParent()))) {
      long other = number(file, status);
      if ((other > 0 && other < number) || isTemporary(file, status)) {
        files.delete(status.getPath(), false);
      }
    }
  }

  /** What a process left that died between writing a file of the lock and naming it. */
  private static boolean isTemporary(Path file, FileStatus status) {
    String name = status.getPath().getName();
    return name.startsWith(file.getName())
        && TEMPORARY.matcher(name.substring(file.getName().length())).matches();
  }

  private Path write(Path target, String text) {
    String mark = Long.toHexString(nameNode.scheduler().randomLong());
    Path temporary = target.suffix("." + mark + ".tmp");
    try (HdfsAppender out = files.create(temporary, 1)) {
      out.write(StandardCharsets.UTF_8.encode(text));
    }
    return temporary;
  }

  private void rename(Path from, Path to, Options.Rename how) throws IOException {
    nameNode.ask(
        "lock",
        to,
        hdfs -> {
          hdfs.rename(from, to, how);
          return null;
        });
  }

  @Override
  public void describe(String text) {
    try {
      rename(write(file, text), file, Options.Rename.OVERWRITE);
    } catch (IOException e) {
      throw nameNode.errors().translate("describe lock", file, e);
    }
  }

  private void beatOn() {
    nextBeat = nameNode.scheduler().schedule(beatEvery, nameNode.heartbeats(), this::beat);
  }

  /** On the lane of the heartbeats, like the release: so no heartbeat comes after it. */
  private void beat() {
    if (released) {
      return;
    }
    lastBeatMillis = Math.max(lastBeatMillis + 1, nameNode.scheduler().currentTimeMillis());
    try {
      sign(lastBeatMillis);
    } catch (FileNotFoundException e) {
      LOG.warn("lock {}: somebody has taken it over; this process was silent for too long", file);
      return;
    } catch (IOException e) {
      LOG.warn("lock {}: no heartbeat this time: {}", file, HdfsErrors.firstLine(e));
    }
    beatOn();
  }

  private void sign(long millis) throws IOException {
    nameNode.ask(
        "lock",
        holder,
        hdfs -> {
          hdfs.setTimes(holder, millis, -1);
          return null;
        });
  }

  @Override
  public void close() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    nameNode.heartbeats().execute(() -> release(done));
    try {
      done.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof StorageException failed ? failed : e;
    }
  }

  private void release(CompletableFuture<Void> done) {
    try {
      if (!released) {
        released = true;
        nextBeat.cancel();
        sign(FREE);
      }
      done.complete(null);
    } catch (FileNotFoundException e) {
      // Somebody has taken it over: then it is not ours to give back.
      done.complete(null);
    } catch (IOException e) {
      done.completeExceptionally(nameNode.errors().translate("unlock", file, e));
    } catch (RuntimeException | Error e) {
      done.completeExceptionally(e);
    }
  }
}
