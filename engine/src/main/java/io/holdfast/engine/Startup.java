package io.holdfast.engine;

import io.holdfast.FencedException;
import io.holdfast.InUseException;
import io.holdfast.engine.batch.Lanes;
import io.holdfast.engine.commit.Output;
import io.holdfast.engine.graph.DStreamGraph;
import io.holdfast.engine.quarantine.Quarantine;
import io.holdfast.engine.recovery.CodeCheck;
import io.holdfast.engine.recovery.CommittedBatches;
import io.holdfast.engine.recovery.RecoveryPlan;
import io.holdfast.engine.recovery.RecoveryPlanner;
import io.holdfast.runtime.Closing;
import io.holdfast.runtime.Scheduler;
import io.holdfast.runtime.Scheduler.Cancellable;
import io.holdfast.sink.SinkContext;
import io.holdfast.stream.Guarantee;
import io.holdfast.wal.EpochClaim;
import io.holdfast.wal.storage.DurableFile;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StorageFullException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of a start up to the point where a driver can run: lock, identity, epoch, plan, names,
 * sinks. Each may fail or crash, and starting again is always right: until the logs get their new
 * segments nothing has changed but the epoch.
 */
final class Startup {
  private static final Logger LOG = LoggerFactory.getLogger(Startup.class);

  private final EngineSettings settings;
  private final DStreamGraph graph;
  private final Assembly assembly;
  private final Storage.Lock lock;
  private final ApplicationIdentity identity;
  private final EpochClaim claim;
  private final StatesAhead ahead;
  private final RecoveryPlan plan;
  private final Lanes lanes;
  private final Map<String, Output> outputs;
  private final Optional<Quarantine> quarantine;

  private Startup(
      EngineSettings settings,
      DStreamGraph graph,
      Assembly assembly,
      Storage.Lock lock,
      StatesAhead ahead) {
    this.settings = settings;
    this.ahead = ahead;
    this.assembly = assembly;
    this.graph = graph;
    this.lock = lock;
    this.identity = identify(settings);
    EpochClaim first = claim(1);
    RecoveryPlan read =
        RecoveryPlanner.plan(
            settings.storage(),
            identity,
            (state, positions) -> {
              if (settings.cluster().isEmpty()) {
                ahead.begin(identity.id(), graph.stateNames(), state, positions);
              }
            });
    long epoch = read.epochFrom(first.epoch());
    this.claim = epoch == first.epoch() ? first : claim(epoch);
    this.plan = read;
    checkCode();
    report();
    this.lanes = lanes(settings.scheduler());
    this.outputs = assembly.outputs(graph, this::sinkContext, settings.console());
    this.quarantine =
        settings.failures().quarantines()
            ? Optional.of(new Quarantine(quarantineContext()))
            : Optional.empty();
  }

  /**
   * Runs the steps.
   *
   * @throws io.holdfast.InUseException if another driver is alive in this directory
   */
  static Startup begin(EngineSettings settings, DStreamGraph graph, Assembly assembly) {
    Storage storage = settings.storage();
    ApplicationIdentity.read(storage)
        .ifPresent(id -> id.requireName(settings.application(), storage));
    Storage.Lock lock = lock(storage);
    StatesAhead ahead = new StatesAhead(settings);
    try {
      lock.describe(settings.owner());
      storage.probe("");
      DurableFile.sweep(storage, "");
      return new Startup(settings, graph, assembly, lock, ahead);
    } catch (RuntimeException e) {
      ahead.settle();
      lock.close();
      throw e;
    }
  }

  DStreamGraph graph() {
    return graph;
  }

  EngineSettings settings() {
    return settings;
  }

  Storage.Lock lock() {
    return lock;
  }

  ApplicationIdentity identity() {
    return identity;
  }

  EpochClaim claim() {
    return claim;
  }

  RecoveryPlan plan() {
    return plan;
  }

  /** The states, as far as they are loaded. */
  StatesAhead ahead() {
    return ahead;
  }

  Map<String, Output> outputs() {
    return outputs;
  }

  /** The executors of the driver. */
  Lanes lanes() {
    return lanes;
  }

  /** Shows what outputs have kept back; on the commit executor. */
  void flush() {
    outputs.values().forEach(Output::flush);
  }

  /** Where records go that are set aside; empty if none may. */
  Optional<Quarantine> quarantine() {
    return quarantine;
  }

  /** Closes the outputs and gives the directory back. */
  void close() {
    Closing.all(
        Stream.of(
                Stream.<Runnable>of(ahead::settle),
                outputs.values().stream().<Runnable>map(output -> output::close),
                quarantine.stream().<Runnable>map(output -> output::close),
                Stream.<Runnable>of(lock::close))
            .flatMap(closing -> closing));
  }

  /**
   * Why the driver has ended. What a newer driver has swept away fails the older one in many ways;
   * that it was taken over explains them all, and is what the operator has to know.
   */
  Throwable explain(Throwable failure) {
    try {
      claim.check();
    } catch (FencedException fenced) {
      if (failure instanceof FencedException) {
        return failure;
      }
      fenced.addSuppressed(failure);
      return fenced;
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }

  /** Asks the outputs, which were opened and so are fenced, what they have. */
  CommittedBatches committed() {
    return assembly.committed(plan.state(), outputs.values());
  }

  private static Lanes lanes(Scheduler scheduler) {
    return new Lanes(
        scheduler.serial("driver"), scheduler.serial("commit"), scheduler.serial("checkpoint"));
  }

  private static Storage.Lock lock(Storage storage) {
    try {
      storage.createDirectories("");
    } catch (StorageFullException e) {
      throw e;
    } catch (StorageException e) {
      throw new StorageException(
          "The application directory cannot be made or written: "
              + e.getMessage()
              + ". Choose a directory that this user can write to.",
          e);
    }
    try {
      return storage.lock(ApplicationLayout.LOCK);
    } catch (InUseException e) {
      throw ApplicationLayout.inUse(e.getMessage(), e);
    }
  }

  private static ApplicationIdentity identify(EngineSettings settings) {
    return ApplicationIdentity.read(settings.storage())
        .orElseGet(
            () -> {
              UUID id =
                  new UUID(settings.scheduler().randomLong(), settings.scheduler().randomLong());
              ApplicationIdentity created = new ApplicationIdentity(settings.application(), id);
              created.create(settings.storage());
              return created;
            })
        .requireName(settings.application(), settings.storage());
  }

  private EpochClaim claim(long atLeast) {
    return EpochClaim.next(settings.storage(), ApplicationLayout.EPOCHS, atLeast, settings.owner());
  }

  private void checkCode() {
    plan.checkpoint()
        .map(checkpoint -> CodeCheck.of(checkpoint, graph, settings).requireStartable())
        .filter(CodeCheck::foundChanges)
        .ifPresent(check -> LOG.warn("The code has changed:\n{}", check.table()));
  }

  private void report() {
    LOG.info(
        "Epoch {} of application '{}' in {}",
        claim.epoch(),
        identity.name(),
        settings.storage().location());
    plan.describe().forEach(line -> LOG.info("Recovery: {}", line));
    plan.passedOver().forEach(f -> LOG.warn("A newer checkpoint was passed over: {}", f.reason()));
  }

  private SinkContext sinkContext(String output) {
    return new OutputContext(this, output, settings.sinkStorage());
  }

  private SinkContext quarantineContext() {
    return new OutputContext(this, Quarantine.NAME, settings.storage()::directory);
  }

  private record OutputContext(Startup startup, String output, Function<String, Storage> places)
      implements SinkContext {
    @Override
    public String application() {
      return startup.identity.name();
    }

    @Override
    public UUID applicationId() {
      return startup.identity.id();
    }

    @Override
    public long epoch() {
      return startup.claim.epoch();
    }

    @Override
    public Guarantee guarantee() {
      return startup.settings.guarantee();
    }

    @Override
    public Storage storage(String location) {
      return places.apply(location);
    }

    @Override
    public Storage notes() {
      return startup.settings.storage().directory(ApplicationLayout.outputNotes(output));
    }

    @Override
    public Cancellable later(Duration delay, Runnable task) {
      return startup.settings.scheduler().schedule(delay, startup.lanes.commit(), task);
    }
  }
}
