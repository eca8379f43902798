package io.holdfast.engine.cluster;

import io.holdfast.checkpoint.placed.PartitionPart;
import io.holdfast.checkpoint.placed.PlacedState;
import io.holdfast.checkpoint.state.KeyedState;
import io.holdfast.checkpoint.state.StateView;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.engine.state.States;
import io.holdfast.runtime.Closing;
import io.holdfast.stream.BatchTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.ObjLongConsumer;

/** The states of a job whose entries are in the processes of a cluster. */
public final class PlacedStates implements States {
  private final Map<String, PlacedState> states;
  private final int partitions;
  private final long wholeBytes;
  private final PartitionLoader loader;
  private final ObjLongConsumer<String> reported;
  private int attempts;

  /**
   * States.
   *
   * @param reported is told how far the log of another process is durable
   * @param wholeBytes changes of a partition that lead to its being written whole
   * @param loader for those who look at states from outside
   */
  public PlacedStates(
      Map<String, PlacedState> states,
      int partitions,
      long wholeBytes,
      PartitionLoader loader,
      ObjLongConsumer<String> reported) {
    this.states = new LinkedHashMap<>(states);
    this.partitions = partitions;
    this.wholeBytes = wholeBytes;
    this.loader = loader;
    this.reported = reported;
  }

  @Override
  public Map<String, PlacedState> logs() {
    return states;
  }

  @Override
  public String directory(String name) {
    return ApplicationLayout.placesLog(name);
  }

  @Override
  public Map<String, Long> neededFrom() {
    Map<String, Long> needed = new HashMap<>();
    states
        .values()
        .forEach(
            state -> state.neededFrom().forEach((log, lsn) -> needed.merge(log, lsn, Math::min)));
    return needed;
  }

  @Override
  public StateView view(String name) {
    return new PlacedView(loader, name, partitions, states.get(name).version());
  }

  @Override
  public Batch begin(BatchTime batch) {
    return new Batch(batch.epochMillis(), ++attempts);
  }

  @Override
  public void close() {
    Closing.all(states.values().stream().map(state -> state::close));
  }

  /** The states as one attempt at a batch sees them: tasks elsewhere change them. */
  public final class Batch implements States.Batch {
    private final long version;
    private final int attempt;
    private final Map<String, Map<Integer, List<PartitionPart>>> written =
        new ConcurrentHashMap<>();
    private final Map<String, PlacedState.Changes> durable = new TreeMap<>();

    private Batch(long version, int attempt) {
      this.version = version;
      this.attempt = attempt;
    }

    /** What whoever updates a partition has to know. */
    public PartitionRequest request(String name, int partition) {
      PlacedState state = states.get(name);
      return new PartitionRequest(
          name,
          partition,
          partitions,
          version,
          attempt,
          state.version(),
          state.last(partition),
          state.wantsWhole(partition, wholeBytes));
    }

    /** A task has written these, durably; of several attempts the first that is heard of counts. */
    public void wrote(String name, int partition, List<PartitionPart> parts) {
      written
          .computeIfAbsent(name, state -> new ConcurrentHashMap<>())
          .putIfAbsent(partition, List.copyOf(parts));
    }

    @Override
    public CompletableFuture<Batch> persist() {
      List<CompletableFuture<?>> all = new ArrayList<>();
      states.forEach(
          (name, state) ->
              all.add(state.persist(changes(name)).thenAccept(counted -> durable(name, counted))));
      return CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new))
          .thenApply(done -> this);
    }

    private PlacedState.Changes changes(String name) {
      List<PartitionPart> parts = new ArrayList<>();
      new TreeMap<>(written.getOrDefault(name, Map.of())).values().forEach(parts::addAll);
      return states.get(name).changes(version, parts);
    }

    private void report(PartitionPart part) {
      part.records().forEach(record -> reported.accept(part.log(), record.lsn()));
    }

    private synchronized void durable(String name, PlacedState.Changes counted) {
      durable.put(name, counted);
    }

    @Override
    public synchronized void apply() {
      durable.forEach(
          (name, changes) -> {
            changes.parts().forEach(this::report);
            states.get(name).apply(changes);
          });
    }

    @Override
    public int partitionCount() {
      return partitions;
    }

    @Override
    public int partitionOf(Object key) {
      return KeyedState.partitionOf(key, partitions);
    }

    @Override
    public Partition partition(String state, int partition) {
      throw new UnsupportedOperationException(
          "partition " + partition + " of " + state + " lies elsewhere");
    }

    @Override
    public void forEach(String state, int partition, BiConsumer<Object, Object> action) {
      throw new UnsupportedOperationException(
          "partition " + partition + " of " + state + " lies elsewhere");
    }
  }
}
