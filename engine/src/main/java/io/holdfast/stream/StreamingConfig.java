package io.holdfast.stream;

import io.holdfast.ConfigurationException;
import io.holdfast.checkpoint.kryo.KryoRegistrations;
import io.holdfast.engine.EngineSettings;
import io.holdfast.engine.checkpointing.RetentionPolicy;
import io.holdfast.engine.cluster.Cluster;
import io.holdfast.engine.state.StateClasses;
import io.holdfast.runtime.Scheduler;
import io.holdfast.source.SourceChoice;
import io.holdfast.wal.LogOptions;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.Storages;
import io.holdfast.wal.storage.local.LocalStorage;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * How an application runs: its name and directory, and what may be tuned. Every setting is checked
 * when it is made, and the error names it.
 */
public final class StreamingConfig {
  private static final int MOST_TASKS = 1024;

  private final Builder settings;

  private StreamingConfig(Builder settings) {
    this.settings = settings;
  }

  /**
   * Begins a configuration.
   *
   * @param application a name that stays the same over restarts
   * @param directory on a local file system, for logs, checkpoints and state; made if it is not
   *     there
   */
  public static Builder builder(String application, Path directory) {
    return new Builder(application, LocalStorage.open(directory));
  }

  /**
   * Begins a configuration by a path or a URI; {@code hdfs:} needs {@code
   * io.holdfast:holdfast-hdfs}.
   */
  public static Builder builder(String application, String location) {
    return new Builder(application, Storages.open(location));
  }

  /** Begins a configuration on another storage. */
  public static Builder builder(String application, Storage storage) {
    return new Builder(application, storage);
  }

  /** Whether the context makes its own threads, and has to end them. */
  boolean ownsScheduler() {
    return settings.scheduler == null;
  }

  /** What the engine is given. */
  public EngineSettings engineSettings() {
    return DefaultSettings.complete(settings);
  }

  /** Collects settings. */
  public static final class Builder {

    final String application;
    final Storage storage;
    Function<String, Storage> sinkStorage = Storages::open;
    SourceChoice sources = SourceChoice.AS_DEFINED;
    Scheduler scheduler;
    Duration batchInterval = Duration.ofSeconds(1);
    Duration blockInterval;
    int parallelism = Math.max(2, Runtime.getRuntime().availableProcessors());
    int receiverAttempts = Integer.MAX_VALUE;
    Guarantee guarantee = Guarantee.EXACTLY_ONCE;
    FailurePolicy failures = FailurePolicy.FAIL;
    RateLimits rates = RateLimits.NONE;
    int concurrentOutputs = Integer.MAX_VALUE;
    KryoRegistrations registrations = StateClasses.REGISTERED;
    final Set<String> droppable = new HashSet<>();
    final Map<String, String> formerNames = new HashMap<>();
    LogOptions log = LogOptions.DEFAULT;
    Long maxBatchBytes;
    long snapshotBytes = 8L << 20;
    PersistOptions persist = PersistOptions.DEFAULT;
    Cluster backend;
    RetentionPolicy retention = RetentionPolicy.DEFAULT;
    PrintStream console = System.out;
    String owner = "process " + ProcessHandle.current().pid();

    private Builder(String application, Storage storage) {
      if (application == null || !application.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
        throw new ConfigurationException(
            "The application name '"
                + application
                + "' is not usable: 1 to 64 letters, digits, '.', '_' or '-', beginning with a letter or digit.");
      }
      this.application = application;
      this.storage = storage;
    }

    /** Time between batches; at least 1 ms. Default 1 s. */
    public Builder batchInterval(Duration interval) {
      batchInterval = Checks.atLeastOneMilli("batch interval", interval);
      return this;
    }

    /**
     * How old a block may get before it is made durable. Default: a quarter of the batch interval,
     * 1 to 100 ms.
     */
    public Builder blockInterval(Duration interval) {
      blockInterval = Checks.atLeastOneMilli("block interval", interval);
      return this;
    }

    /**
     * Tasks that run at once, and partitions of shuffles and states. Default: the number of
     * processors, at least 2.
     */
    public Builder parallelism(int tasks) {
      parallelism = Checks.count("parallelism", tasks, MOST_TASKS);
      return this;
    }

    /**
     * What processing promises: {@link Guarantee#EXACTLY_ONCE} (default) or {@link
     * Guarantee#AT_LEAST_ONCE}.
     */
    public Builder guarantee(Guarantee value) {
      if (value == Guarantee.AT_MOST_ONCE) {
        throw new ConfigurationException(
            "Processing is exactly-once or at-least-once; at-most-once is not offered.");
      }
      guarantee = value;
      return this;
    }

    /**
     * How many outputs of a batch are computed at the same time; they commit one after the other in
     * the order of their definition in any case, and batches run one after the other. Default: all.
     */
    public Builder concurrentOutputs(int most) {
      concurrentOutputs = Checks.count("number of concurrent outputs", most, Integer.MAX_VALUE);
      return this;
    }

    /** How fast receivers may be. Default: no limits. */
    public Builder receiverRates(RateLimits limits) {
      rates = limits;
      return this;
    }

    /** What happens when a function of the job fails. Default: the job ends, nothing is lost. */
    public Builder failures(FailurePolicy policy) {
      failures = policy;
      return this;
    }

    /**
     * A receiver that fails so often in a row, without a record between, ends the job. Default: it
     * is started again for ever.
     */
    public Builder maxReceiverAttempts(int attempts) {
      receiverAttempts = Checks.count("number of receiver attempts", attempts, Integer.MAX_VALUE);
      return this;
    }

    /**
     * Registers a class of state keys or values with Kryo under an id that never changes; from
     * 1000. Its fields may change between starts by the rules in {@code docs/state-evolution.md}.
     *
     * @param formerNames of the class, as {@link Class#getName} gave them, if states were written
     *     when it had another one
     */
    public Builder register(int id, Class<?> type, String... formerNames) {
      registrations = registrations.with(id, type, Set.of(formerNames));
      return this;
    }

    /**
     * Allows the durable data of a name that the code no longer defines to be left behind: of an
     * input, a state, a window or an output, or of a field that a class of states no longer has,
     * which is named {@code com.example.Session#lastPage}.
     */
    public Builder allowDropping(String name) {
      droppable.add(name);
      return this;
    }

    /**
     * Says that what the job now calls {@code name} was called {@code formerName}: an input, a
     * state, a window or an output. Its durable data stays where it is, under the former name.
     */
    public Builder renamed(String formerName, String name) {
      formerNames.put(name, formerName);
      return this;
    }

    /** Where batches run. Default: here. States stay with what they were begun with. */
    public Builder backend(Cluster value) {
      backend = value;
      return this;
    }

    /** Time, threads and randomness; for tests. The context does not close it. */
    public Builder scheduler(Scheduler value) {
      scheduler = value;
      return this;
    }

    /** The storage behind the places that sinks, functions and receivers name; for tests. */
    public Builder sinkStorage(Function<String, Storage> value) {
      sinkStorage = value;
      return this;
    }

    /** Puts other sources in the place of those that the job defines; for tests. */
    public Builder sources(SourceChoice value) {
      sources = value;
      return this;
    }

    /**
     * Sizes of logs, and the room that they leave.
     *
     * @throws ConfigurationException if acknowledgements of these logs would be weak: sources are
     *     told that records are safe when the log says so
     */
    public Builder log(LogOptions options) {
      if (!options.sync().durable()) {
        throw new ConfigurationException(
            "The logs of an application are forced before anything is acknowledged, so that a crash"
                + " of the machine loses and repeats nothing; the sync policy "
                + options.sync().kind()
                + " is for logs that are used on their own. Leave it at ALWAYS.");
      }
      log = options;
      return this;
    }

    /**
     * How much serialized input one batch takes at most; what is beyond waits for the next one. A
     * block is never cut, so a batch has at least one of each stream. The first batches of a life
     * take less. Default 64 MiB, or an eighth of the largest heap if that is less.
     */
    public Builder maxBatchBytes(long bytes) {
      maxBatchBytes = Checks.atLeastOne("largest batch", bytes);
      return this;
    }

    /**
     * After how many bytes of changes a snapshot of a state is written into its log, so that a
     * start has less to read and older segments can go. It is begun when the changes are also three
     * times as long as the last snapshot, and written beside the batches that follow. Default 8
     * MiB.
     */
    public Builder stateSnapshotBytes(long bytes) {
      snapshotBytes = Checks.atLeastOne("length of changes before a snapshot", bytes);
      return this;
    }

    /** How {@code persist} keeps rows on disk. */
    public Builder persist(PersistOptions options) {
      persist = options;
      return this;
    }

    /** How many checkpoints are kept, and the logs for them. */
    public Builder retention(RetentionPolicy policy) {
      retention = policy;
      return this;
    }

    /** Who runs the job, for people; written into epochs and checkpoints. Default: the process. */
    public Builder owner(String value) {
      owner = value;
      return this;
    }

    /** Where {@code print()} goes. Default: standard output. */
    public Builder console(PrintStream out) {
      console = out;
      return this;
    }

    public StreamingConfig build() {
      return new StreamingConfig(this);
    }
  }
}
