package io.holdfast.wal.storage.mirrored;

import io.holdfast.ConfigurationException;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.mirrored.Marker.Mode;
import io.holdfast.wal.storage.mirrored.Survey.State;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the sides of a mirror together, before anybody may write. May crash anywhere and be run
 * again.
 *
 * <p>The order that makes it safe: a side that is to be filled says so durably before the first of
 * its files is touched; every new generation is durable on the side that has the last word before
 * the other side gets it; and a marker that was found is made durable before anything is decided by
 * it, because it may be in the page cache only.
 */
final class Opening {
  private static final Logger LOG = LoggerFactory.getLogger(MirroredStorage.class);
  private static final String LOCK = MarkerFiles.DIRECTORY + "/lock";
  private static final String PROBE = MarkerFiles.DIRECTORY + "/probe";

  private final Mirror mirror;
  private final Contents contents;
  private final List<Storage.Lock> locks = new ArrayList<>();

  Opening(Mirror mirror) {
    this.mirror = mirror;
    this.contents = new Contents(mirror.options().bufferBytes(), bytes -> {});
  }

  /**
   * Opens the mirror; its locks are held when this returns.
   *
   * @return the locks
   */
  List<Storage.Lock> run() {
    requireTwoPlaces();
    List<Survey> surveys = mirror.sides().stream().map(Survey::of).toList();
    // What must be refused is refused before a file is made.
    Start unused = decide(surveys);
    boolean opened = false;
    try {
      List<Survey> locked = surveys.stream().map(this::lock).toList();
      begin(decide(locked));
      opened = true;
      return locks;
    } finally {
      if (!opened) {
        locks.forEach(Storage.Lock::close);
      }
    }
  }

  private void requireTwoPlaces() {
    String first = mirror.sides().get(0).location();
    String second = mirror.sides().get(1).location();
    if (first.equals(second)) {
      throw new ConfigurationException(
          "Both sides of the mirror are " + first + ". Name two places, on two disks.");
    }
    if (isInside(first, second) || isInside(second, first)) {
      throw new ConfigurationException(
          "One side of the mirror lies inside the other: "
              + first
              + " and "
              + second
              + ". Name two places, on two disks.");
    }
  }

  private static boolean isInside(String inner, String outer) {
    return inner.startsWith(outer.endsWith("/") ? outer : outer + "/");
  }

  private Start decide(List<Survey> surveys) {
    return Start.decide(surveys.get(0), surveys.get(1), mirror.options());
  }

  /** Locks a side and looks at it again, with what is found made durable. */
  private Survey lock(Survey before) {
    if (before.is(State.UNREACHABLE)) {
      return before;
    }
    Side side = before.side();
    Storage storage = side.storage();
    try {
      storage.createDirectories(MarkerFiles.DIRECTORY);
      Storage.Lock lock = storage.lock(LOCK);
      locks.add(lock);
      describe(lock);
      storage.forceDirectory(MarkerFiles.DIRECTORY);
    } catch (StorageException e) {
      return Survey.unreachable(side, e);
    }
    return Survey.of(side);
  }

  private void describe(Storage.Lock lock) {
    try {
      lock.describe(mirror.location());
    } catch (StorageException e) {
      LOG.warn("{}: the lock's file does not say who holds it: {}", LOCK, e.getMessage());
    }
  }

  private void begin(Start start) {
    switch (start.action()) {
      case ALONE -> {
        mirror.marker(start.authority().marker());
        alone(start);
      }
      case DECLARE_ALONE -> {
        declareAlone(start, "an operator trusts this side");
        alone(start);
      }
      default -> {
        try {
          bringTogether(start);
        } catch (StorageException e) {
          mirror.failed(brokenSide(start, e), e);
        }
      }
    }
  }

  private void bringTogether(Start start) {
    Side authority = start.authority().side();
    Side other = start.other().side();
    switch (start.action()) {
      case RECONCILE -> reconcile(authority, other, start.authority().marker());
      case CREATE -> {
        UUID id = new UUID(mirror.newId(), mirror.newId());
        write(authority, Marker.first(id, mirror.newId(), "the mirror was made"));
        fill(start);
      }
      case DECLARE_AND_FILL -> {
        declareAlone(start, "the other side is empty and is filled from this one");
        fill(start);
      }
      default -> {
        mirror.marker(start.authority().marker());
        fill(start);
      }
    }
  }

  private void reconcile(Side first, Side second, Marker marker) {
    mirror.marker(marker);
    new SideFiles(first.storage(), contents).bringBack();
    new SideFiles(second.storage(), contents).bringBack();
    Reconciliation work = new Reconciliation(first.storage(), second.storage(), contents);
    work.run();
    mirror.repaired(work.changed().size());
    if (!work.changed().isEmpty()) {
      LOG.info(
          "{}: after a crash, what one side had and the other had not was copied: {}",
          mirror.location(),
          work.changed());
    }
    if (!work.contradictions().isEmpty()) {
      LOG.warn(
          "{}: the sides hold different bytes, as a crash may leave them, in {}; whoever wrote these"
              + " files knows which are right",
          mirror.location(),
          work.contradictions());
    }
  }

  private void fill(Start start) {
    Side authority = start.authority().side();
    Side other = start.other().side();
    boolean created = start.action() == Start.Action.CREATE;
    if (!created) {
      LOG.warn(
          "{}: {} is made a copy of {} ({})",
          mirror.location(),
          other.location(),
          authority.location(),
          mirror.marker().because());
    }
    if (!start.other().isMarked(Mode.FILLING)) {
      MarkerFiles.write(other.storage(), mirror.marker().filling(mirror.newId()));
    }
    new SideFiles(authority.storage(), contents).bringBack();
    new SideFiles(other.storage(), contents).bringBack();
    int copied = new Copying(authority.storage(), other.storage(), contents).run();
    mirror.repaired(copied);
    Marker both = mirror.marker().next(Mode.BOTH, mirror.newId(), "both sides are there");
    write(authority, both);
    MarkerFiles.write(other.storage(), both);
    if (!created) {
      LOG.warn(
          "{}: {} is whole again, {} files were copied; generation {}",
          mirror.location(),
          other.location(),
          copied,
          both.generation());
    }
  }

  private void declareAlone(Start start, String because) {
    Marker before = start.authority().marker();
    Marker alone =
        before == null
            ? Marker.first(
                new UUID(mirror.newId(), mirror.newId()), mirror.newId(), "was a plain storage")
            : before.next(Mode.ALONE, mirror.newId(), because);
    write(start.authority().side(), alone);
  }

  private void write(Side authority, Marker marker) {
    MarkerFiles.write(authority.storage(), marker);
    mirror.marker(marker);
  }

  private void alone(Start start) {
    Side authority = start.authority().side();
    StorageException problem = start.other().problem();
    new SideFiles(authority.storage(), contents).bringBack();
    start.other().side().fail(problem.getMessage(), mirror.nowMillis());
    LOG.error(
        "{}: {} cannot be used ({}). The mirror goes on with {} ALONE, generation {}: a further"
            + " failure loses data. Bring the other side back and open the mirror again.",
        mirror.location(),
        start.other().location(),
        problem.getMessage(),
        authority.location(),
        mirror.marker().generation());
  }

  /**
   * Which side has raised an error that the other has not; the other must be one that may have the
   * last word.
   */
  private Side brokenSide(Start start, StorageException error) {
    Side authority = start.authority().side();
    Side other = start.other().side();
    boolean authorityWorks = works(authority);
    boolean otherWorks = works(other);
    if (mirror.options().goesOnAlone() && mirror.marker() != null) {
      if (authorityWorks && !otherWorks) {
        return other;
      }
      if (start.action() == Start.Action.RECONCILE && otherWorks && !authorityWorks) {
        return authority;
      }
    }
    throw error;
  }

  private static boolean works(Side side) {
    try {
      side.storage().delete(PROBE);
      try (Appender appender = side.storage().createExclusive(PROBE)) {
        appender.write(ByteBuffer.allocate(1));
        appender.force();
      }
      side.storage().delete(PROBE);
      return true;
    } catch (StorageException e) {
      return false;
    }
  }
}
