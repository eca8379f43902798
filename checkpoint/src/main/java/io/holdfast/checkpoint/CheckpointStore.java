package io.holdfast.checkpoint;

import io.holdfast.DamageException;
import io.holdfast.FencedException;
import io.holdfast.IndeterminateException;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.FileExistsException;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of one application: one directory, one file each, named after its id.
 *
 * <p><b>Invariants.</b> A file under a checkpoint's name was complete, forced and verified before
 * it got that name, and is never written again. A half-written one has a temporary name, which no
 * search looks at and {@link #sweep()} removes. Ids order by epoch first, so a zombie of an older
 * epoch cannot bring forth the newest checkpoint.
 *
 * <p><b>Threads.</b> Reading is free for all; {@link #write}, {@link #delete} and {@link #sweep}
 * are called by one thread at a time. Owns nothing that needs closing.
 */
public final class CheckpointStore {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointStore.class);

  private final Storage storage;
  private final String directory;
  private final UUID application;
  private int attempts;
  private boolean directoryMade;

  /**
   * @param directory where in the storage, {@code ""} for its root; made by the first write
   * @param application whose checkpoints these are; files of others are refused
   */
  public CheckpointStore(Storage storage, String directory, UUID application) {
    this.storage = storage;
    this.directory = directory;
    this.application = application;
  }

  /**
   * Writes a checkpoint and returns the path of its file. When it returns, the checkpoint survives
   * any crash. What a crash midway leaves:
   *
   * <ol>
   *   <li>while the temporary file is written, forced, or read back and verified: older checkpoints
   *       as they were, perhaps a temporary file in any state;
   *   <li>while it is given its name: the whole file under the temporary name, the final one, or
   *       both;
   *   <li>while the directory is forced: the same.
   * </ol>
   *
   * @throws StorageException before step 2: the checkpoint does not exist and never will; its
   *     temporary file has been removed if possible. The id may be written again
   * @throws DamageException if the file does not read back as it was written; not published
   * @throws FileExistsException if this id has been written before; that file is left as it is
   * @throws FencedException if a newer epoch has already written one
   * @throws IndeterminateException in steps 2 and 3: it may or may not be found after a restart
   */
  public String write(Checkpoint checkpoint) {
    CheckpointId id = checkpoint.id();
    makeDirectory();
    refuseIfFenced(id);
    Appender file = createTemporary(id);
    String temporary = path(id.temporaryName(attempts));
    try {
      verify(temporary, fill(file, checkpoint));
    } catch (RuntimeException e) {
      discard(temporary, e);
      throw e;
    }
    publish(temporary, id);
    LOG.debug("Checkpoint ({}) is durable in {}", id, location());
    return path(id.fileName());
  }

  private void makeDirectory() {
    if (!directoryMade) {
      storage.createDirectories(directory);
      directoryMade = true;
    }
  }

  private void refuseIfFenced(CheckpointId id) {
    for (CheckpointId other : list()) {
      if (other.epoch() > id.epoch()) {
        throw new FencedException(
            "Checkpoint ("
                + id
                + ") is not written to "
                + location()
                + ": ("
                + other
                + ") is there, so a newer driver has taken over. End this process.");
      }
    }
  }

  private Appender createTemporary(CheckpointId id) {
    while (true) {
      attempts++;
      try {
        return storage.createExclusive(path(id.temporaryName(attempts)));
      } catch (FileExistsException leftover) {
        // An earlier life's file that was not swept yet: leave it and take the next name.
      }
    }
  }

  /** Returns the digest of what was written, forced and closed. */
  private String fill(Appender temporary, Checkpoint checkpoint) {
    try (Appender file = temporary) {
      ContainerWriter writer =
          new ContainerWriter(file, ContainerHeader.of(application, checkpoint));
      checkpoint.sections().forEach(writer::section);
      byte[] digest = writer.finish();
      file.force();
      return HexFormat.of().formatHex(digest);
    }
  }

  private void verify(String temporary, String digest) {
    try (ContainerReader reader = ContainerReader.open(storage, temporary, application)) {
      if (!reader.digest().equals(digest)) {
        throw new DamageException(
            reader.location() + " reads back as another checkpoint than was written to it.");
      }
    }
  }

  private void publish(String temporary, CheckpointId id) {
    try {
      storage.publish(temporary, path(id.fileName()));
    } catch (FileExistsException e) {
      discard(temporary, e);
      throw e;
    } catch (StorageException e) {
      throw indeterminate(id, e);
    }
    try {
      storage.forceDirectory(directory);
    } catch (StorageException e) {
      throw indeterminate(id, e);
    }
  }

  private IndeterminateException indeterminate(CheckpointId id, StorageException cause) {
    return new IndeterminateException(
        "Whether checkpoint ("
            + id
            + ") is in "
            + location()
            + " will only show after a restart: "
            + cause.getMessage(),
        cause);
  }

  private void discard(String temporary, RuntimeException why) {
    try {
      storage.delete(temporary);
    } catch (RuntimeException e) {
      why.addSuppressed(e);
    }
  }

  /** The ids of all checkpoints, newest first, by the names of their files alone. */
  public List<CheckpointId> list() {
    return storage.list(directory).stream()
        .filter(entry -> !entry.directory())
        .map(entry -> CheckpointId.parse(entry.name()))
        .flatMap(Optional::stream)
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  /**
   * Reads one checkpoint, verified.
   *
   * @throws DamageException if any byte is not what was written, or it is another checkpoint's file
   * @throws io.holdfast.NewerFormatException if only a newer version can read it
   * @throws io.holdfast.WrongApplicationException if it is another application's
   * @throws io.holdfast.wal.storage.FileMissingException if there is none of that id
   */
  public Checkpoint read(CheckpointId id) {
    try (ContainerReader reader = ContainerReader.open(storage, path(id.fileName()), application)) {
      if (!reader.header().id().equals(id)) {
        throw new MisnamedException(reader.location(), reader.header().id(), id);
      }
      return reader.checkpoint();
    }
  }

  /**
   * The newest checkpoint that is intact, and the newer ones that had to be passed over.
   *
   * <p>Only damage is passed over, because the logs are kept for every retained checkpoint. A file
   * of a newer version or of another application ends the search with its exception, and so does a
   * storage error, which says nothing about the file.
   */
  public CheckpointFindings newest() {
    return newestOf(list());
  }

  /** As {@link #newest()}, among those older than {@code id}: for when that one will not do. */
  public CheckpointFindings newestBefore(CheckpointId id) {
    return newestOf(list().stream().filter(other -> other.compareTo(id) < 0).toList());
  }

  private CheckpointFindings newestOf(List<CheckpointId> candidates) {
    List<CheckpointFinding> passedOver = new ArrayList<>();
    for (CheckpointId id : candidates) {
      try {
        Checkpoint found = read(id);
        String location = join(location(), id.fileName());
        return new CheckpointFindings(Optional.of(found), Optional.of(location), passedOver);
      } catch (DamageException e) {
        Verdict verdict = e instanceof MisnamedException ? Verdict.MISNAMED : Verdict.DAMAGED;
        String location = join(location(), id.fileName());
        passedOver.add(new CheckpointFinding(id, location, verdict, e.getMessage()));
      }
    }
    return new CheckpointFindings(Optional.empty(), Optional.empty(), passedOver);
  }

  /**
   * Deletes checkpoints in this order; deleting what is not there does nothing. When it returns,
   * the deletions survive a crash; a crash before leaves of each the whole file or none.
   */
  public void delete(List<CheckpointId> ids) {
    ids.forEach(id -> storage.delete(path(id.fileName())));
    storage.forceDirectory(directory);
  }

  /**
   * Removes what crashes left of checkpoints that were never finished, and returns their names.
   * Called once at start, after the epoch was claimed. A crash midway leaves some of them.
   */
  public List<String> sweep() {
    List<String> leftovers = unfinished();
    leftovers.forEach(name -> storage.delete(path(name)));
    if (!leftovers.isEmpty()) {
      storage.forceDirectory(directory);
      LOG.info("Removed unfinished checkpoints from {}: {}", location(), leftovers);
    }
    return leftovers;
  }

  /** The names of the files that {@link #sweep()} would remove. */
  public List<String> unfinished() {
    return storage.list(directory).stream()
        .filter(entry -> !entry.directory())
        .map(FileStatus::name)
        .filter(CheckpointId::isTemporaryName)
        .toList();
  }

  private String location() {
    return storage.directory(directory).location();
  }

  static String join(String location, String name) {
    return location.endsWith("/") ? location + name : location + "/" + name;
  }

  private String path(String name) {
    return directory.isEmpty() ? name : directory + "/" + name;
  }

  /** The file is sound, but not the checkpoint that its name says. */
  private static final class MisnamedException extends DamageException {
    MisnamedException(String location, CheckpointId found, CheckpointId named) {
      super(
          location
              + " holds checkpoint ("
              + found
              + "), not ("
              + named
              + "): it was copied or renamed. Give it the name "
              + found.fileName()
              + " or remove it.");
    }
  }
}
