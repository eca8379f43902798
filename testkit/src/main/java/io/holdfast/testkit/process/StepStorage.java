package io.holdfast.testkit.process;

import io.holdfast.testkit.process.Steps.Request;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.ForwardingAppender;
import io.holdfast.wal.storage.ForwardingStorage;
import io.holdfast.wal.storage.Hint;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.StorageProbe;
import io.holdfast.wal.storage.Storages;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A directory in which every change is a step of a {@link Steps}: creations, writes, forces, hints,
 * publications, deletions. Reads and locks are none. Safe for use by many threads.
 *
 * <p><b>Milestones</b> are told from what is written. F1, F2, F3, F4, F6 and F8 are reached by the
 * force behind a write that holds such a record, which is read from the bytes of the log's frames;
 * what recovery appends again in a new segment counts for none. F7 is the directory's force behind
 * the publication of a checkpoint, F5 that behind a rename out of an output's staging directory as
 * {@link io.holdfast.sink.TextFileSink} makes it: of sinks that commit in another way, or not on
 * the storage that they are given, no F5 is seen.
 */
public final class StepStorage extends ForwardingStorage {
  private final Shared shared;
  private final String prefix;

  /** What all views of one place share. */
  private static final class Shared {
    final Steps steps;
    final Layout layout;

    // Only what lies on the local file system can be lost. Null elsewhere: see JobSpec.
    final Path root;
    final Map<String, StepAppender> open = new ConcurrentHashMap<>();

    // By directory: what its next force reaches. Set and read by different threads.
    final Map<String, Publication> publications = new ConcurrentHashMap<>();

    Shared(Steps steps, Layout layout, Path root) {
      this.steps = steps;
      this.layout = layout;
      this.root = root;
    }
  }

  private record Publication(String component, Set<Milestone> reaches) {}

  private StepStorage(Shared shared, String prefix, Storage inner) {
    super(inner);
    this.shared = shared;
    this.prefix = prefix;
  }

  /**
   * The directory of an application.
   *
   * @param root as {@link Storages#open} takes it
   */
  public static StepStorage application(Steps steps, String root) {
    return at(steps, Layout.APPLICATION, root);
  }

  /** A place outside of it, as a sink, a function or a receiver names it; root as above. */
  public static StepStorage place(Steps steps, String location, String root) {
    return at(steps, Layout.place(location), root);
  }

  private static StepStorage at(Steps steps, Layout layout, String root) {
    Path local = Storages.isRemote(root) ? null : Path.of(root).toAbsolutePath().normalize();
    return new StepStorage(new Shared(steps, layout, local), "", Storages.open(root));
  }

  private String full(String path) {
    return StoragePath.join(prefix, path);
  }

  private Path real(String fullPath) {
    return fullPath.isEmpty() ? shared.root : shared.root.resolve(fullPath);
  }

  private Request request(String action, String fullPath, Set<Milestone> reaches) {
    return new Request(shared.layout.component(fullPath), action, fullPath, reaches);
  }

  private Request request(String action, String fullPath) {
    return request(action, fullPath, Set.of());
  }

  @Override
  public Appender createExclusive(String path) {
    return create(path, -1);
  }

  @Override
  public Appender createExclusive(String path, long expectedBytes) {
    return create(path, expectedBytes);
  }

  private Appender create(String path, long expectedBytes) {
    String full = full(path);
    return shared.steps.perform(
        request("CREATE", full),
        () -> {
          Appender real =
              expectedBytes < 0
                  ? inner().createExclusive(path)
                  : inner().createExclusive(path, expectedBytes);
          shared.steps.note(changes -> changes.created(real(full)));
          StepAppender appender = new StepAppender(full, real);
          shared.open.put(full, appender);
          return appender;
        });
  }

  @Override
  public Hint hint(String path) {
    String full = full(path);
    return shared.steps.perform(
        request("CREATE", full),
        () -> {
          shared.steps.note(changes -> changes.hinted(real(full)));
          return new StepHint(shared.steps, request("HINT", full), inner().hint(path));
        });
  }

  /** With every operation of the probe as a step, but where a storage has a probe of its own. */
  @Override
  public void probe(String directory) {
    if (shared.root == null) {
      inner().probe(directory);
    } else {
      StorageProbe.run(this, inner(), directory);
    }
  }

  @Override
  public void createDirectories(String directory) {
    shared.steps.perform(
        request("CREATE_DIRECTORIES", full(directory)), () -> inner().createDirectories(directory));
  }

  @Override
  public void createDirectory(String directory) {
    shared.steps.perform(
        request("CREATE_DIRECTORY", full(directory)), () -> inner().createDirectory(directory));
  }

  @Override
  public void publish(String from, String to) {
    String fullFrom = full(from);
    String fullTo = full(to);
    shared.steps.perform(
        request("PUBLISH", fullTo),
        () -> {
          inner().publish(from, to);
          shared.steps.note(changes -> changes.published(real(fullFrom), real(fullTo)));
          StepAppender appender = shared.open.remove(fullFrom);
          if (appender != null) {
            appender.renamed(fullTo);
            shared.open.put(fullTo, appender);
          }
          shared
              .layout
              .publication(fullFrom, fullTo)
              .ifPresent(
                  milestone ->
                      shared.publications.put(
                          StoragePath.parent(fullTo),
                          new Publication(shared.layout.component(fullTo), EnumSet.of(milestone))));
        });
  }

  @Override
  public void delete(String path) {
    String full = full(path);
    shared.steps.perform(
        request("DELETE", full),
        () -> {
          inner().delete(path);
          shared.steps.note(changes -> changes.deleted(real(full)));
          shared.open.remove(full);
        });
  }

  @Override
  public void forceDirectory(String directory) {
    String full = full(directory);
    Optional<Publication> publication = Optional.ofNullable(shared.publications.get(full));
    shared.steps.perform(
        new Request(
            publication.map(Publication::component).orElse(shared.layout.component(full)),
            "FORCE_DIRECTORY",
            full,
            publication.map(Publication::reaches).orElse(Set.of())),
        () -> {
          inner().forceDirectory(directory);
          shared.steps.note(changes -> changes.directoryForced(real(full)));
          publication.ifPresent(done -> shared.publications.remove(full, done));
        });
  }

  @Override
  public Storage directory(String path) {
    return new StepStorage(shared, full(path), inner().directory(path));
  }

  /** Writes of one file. */
  private final class StepAppender extends ForwardingAppender {
    private final FrameSight sight;
    private final Set<Milestone> unforced = EnumSet.noneOf(Milestone.class);
    private volatile String path;

    StepAppender(String path, Appender real) {
      super(real);
      this.path = path;
      this.sight = shared.layout.log(path).map(FrameSight::new).orElse(null);
    }

    void renamed(String to) {
      path = to;
    }

    /** A segment under its temporary name holds what recovery appends again. */
    private Set<Milestone> milestonesOf(ByteBuffer... buffers) {
      Set<Milestone> found = sight == null ? Set.of() : sight.milestonesOf(buffers);
      return path.endsWith(".tmp") ? Set.of() : found;
    }

    @Override
    public void write(ByteBuffer... buffers) {
      Set<Milestone> leadsTo = milestonesOf(buffers);
      shared.steps.write(
          request("WRITE", path), () -> inner().write(buffers), leadsTo, () -> writeHalf(buffers));
      unforced.addAll(leadsTo);
    }

    private void writeHalf(ByteBuffer... buffers) {
      long left = 0;
      for (ByteBuffer buffer : buffers) {
        left += buffer.remaining();
      }
      left /= 2;
      for (ByteBuffer buffer : buffers) {
        int part = (int) Math.min(left, buffer.remaining());
        inner().write(buffer.slice(buffer.position(), part));
        left -= part;
      }
    }

    @Override
    public void growAhead(int bytes) {
      shared.steps.perform(request("GROW", path), () -> inner().growAhead(bytes));
    }

    @Override
    public void force() {
      Set<Milestone> reaches = unforced.isEmpty() ? Set.of() : EnumSet.copyOf(unforced);
      shared.steps.perform(
          request("FORCE", path, reaches),
          () -> {
            inner().force();
            shared.steps.note(changes -> changes.forced(real(path), inner().position()));
          });
      unforced.clear();
    }

    @Override
    public void close() {
      inner().close();
      shared.open.remove(path, this);
    }
  }
}
