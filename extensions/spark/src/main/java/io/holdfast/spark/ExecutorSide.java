package io.holdfast.spark;

import io.holdfast.ConfigurationException;
import io.holdfast.backend.SentSplit.Location;
import io.holdfast.checkpoint.kryo.KryoRegistrations;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.engine.cluster.PartitionLoader;
import io.holdfast.engine.cluster.SentObject;
import io.holdfast.engine.state.KryoValues;
import io.holdfast.runtime.Closing;
import io.holdfast.runtime.CompositionRoot;
import io.holdfast.runtime.LiveScheduler;
import io.holdfast.runtime.Scheduler;
import io.holdfast.wal.ReaderPool;
import io.holdfast.wal.RecordReader;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StorageProbe;
import io.holdfast.wal.storage.Storages;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this process keeps for the tasks of one driver: open storages and readers. When a newer
 * driver's tasks come, what was kept for the older one is closed. Any thread.
 */
final class ExecutorSide {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorSide.class);
  private static final int OPEN_SEGMENTS = 64;
  private static final Map<UUID, ExecutorSide> SIDES = new ConcurrentHashMap<>();

  private final SentJob job;
  private final Storage storage;
  private final Wire wire;
  private final KryoValues codec;
  private final Scheduler scheduler;
  private final ReaderPool readers = new ReaderPool(OPEN_SEGMENTS);
  private final Map<String, Storage> places = new ConcurrentHashMap<>();
  private final Map<String, AutoCloseable> shared = new ConcurrentHashMap<>();
  private ExecutorLog log;
  private ExecutorStates states;

  @CompositionRoot("an executor is a process of its own")
  private ExecutorSide(SentJob job) {
    this.job = job;
    this.storage = Storages.open(job.location());
    KryoRegistrations registrations = SentObject.classes(job.registrations());
    this.wire = new Wire(registrations);
    this.codec = new KryoValues(registrations, job.droppable());
    this.scheduler = new LiveScheduler();
  }

  /** The one for a job, made by its first task in this process. */
  static ExecutorSide of(SentJob job) {
    return SIDES.compute(
        job.application(),
        (application, known) -> {
          if (known != null && known.job.epoch() >= job.epoch()) {
            return known;
          }
          if (known != null) {
            known.close();
          }
          return new ExecutorSide(job);
        });
  }

  /** Sees that the application's directory can be read and written from here. */
  void reach() {
    if (!storage.exists(ApplicationLayout.EPOCHS)) {
      throw new ConfigurationException(
          "Executors do not find the application in "
              + job.location()
              + ": it is not the same directory for them as for the driver. Put it where all of them"
              + " reach it, such as hdfs://host/path.");
    }
    StorageProbe.write(storage);
  }

  Wire wire() {
    return wire;
  }

  Scheduler scheduler() {
    return scheduler;
  }

  /** A storage that stays open; not to be closed by tasks. */
  Storage place(String location) {
    return places.computeIfAbsent(location, Storages::open);
  }

  /** A storage that whoever asks closes. */
  Storage opened(String location) {
    return Storages.open(location);
  }

  ByteBuffer read(Location place) {
    ByteBuffer copy = place.copied() ? Copies.read(place) : null;
    return copy != null ? copy : reader(place.log()).read(place.handle());
  }

  /**
   * The log of this process, begun when something is first written to it, and another one when that
   * has failed.
   */
  synchronized ExecutorLog log() {
    if (log != null && log.failed()) {
      LOG.warn("Log {} of this executor has failed; another one is begun", log.name());
      leave(log);
      log = null;
    }
    if (log == null) {
      log = new ExecutorLog(job, storage, scheduler);
    }
    return log;
  }

  /** The partitions of states that are here. */
  synchronized ExecutorStates states() {
    if (states == null) {
      PartitionLoader loader =
          new PartitionLoader(
              storage,
              job.application(),
              job.epoch(),
              codec,
              (name, handle) -> read(new Location(name, handle, false)));
      states = new ExecutorStates(loader, this::log);
    }
    return states;
  }

  @SuppressWarnings("unchecked") // a name is used for one kind of thing
  <R extends AutoCloseable> R shared(String name, Supplier<R> make) {
    return (R) shared.computeIfAbsent(name, n -> make.get());
  }

  private RecordReader reader(String log) {
    String directory = ApplicationLayout.dataLog(log);
    return new RecordReader(
        storage, directory, ApplicationLayout.logId(job.application(), directory), readers);
  }

  private void close() {
    Closing.all(
        Stream.of(
                shared.values().stream().map(Unchecked::closing),
                Stream.<Runnable>of(this::closeLog),
                Stream.<Runnable>of(readers::close),
                places.values().stream().<Runnable>map(place -> place::close),
                Stream.<Runnable>of(storage::close))
            .flatMap(closing -> closing));
  }

  private static void leave(ExecutorLog failed) {
    try {
      failed.close();
    } catch (StorageException e) {
      LOG.debug("closing {}", failed.name(), e);
    }
  }

  private synchronized void closeLog() {
    if (log != null) {
      log.close();
    }
  }
}
