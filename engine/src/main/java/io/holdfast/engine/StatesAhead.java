package io.holdfast.engine;

import io.holdfast.checkpoint.state.StateStore;
import io.holdfast.checkpoint.state.StateStore.Loaded;
import io.holdfast.checkpoint.state.StateStore.Wanted;
import io.holdfast.engine.checkpointing.LogPositions;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.engine.state.KryoValues;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Loads the states of a start, and begins to, beside the reading of the data logs, before the
 * outputs have said which version is wanted: nearly always it is the one that the journal names.
 * Changes nothing on storage. Used by one thread.
 */
final class StatesAhead {
  private final EngineSettings settings;
  private final UUID application;
  private final KryoValues codec;
  private final Map<String, Begun> begun = new LinkedHashMap<>();

  private record Begun(Wanted wanted, Supplier<Loaded> loaded) {}

  StatesAhead(EngineSettings settings, UUID application) {
    this.settings = settings;
    this.application = application;
    this.codec = new KryoValues(settings.registrations(), settings.droppable());
  }

  /** Begins to load states as the journal has them. */
  void begin(Iterable<String> names, DriverState state, LogPositions positions) {
    for (String name : names) {
      Wanted wanted = new Wanted(state.stateVersion(name), Set.of());
      if (wanted.version() > 0) {
        Supplier<Loaded> loading = () -> loadNow(name, positions, wanted);
        begun.put(name, new Begun(wanted, settings.scheduler().aside("load-" + name, loading)));
      }
    }
  }

  /**
   * A state at a version: as it was loaded, if that version was begun with.
   *
   * @throws io.holdfast.HoldfastException as {@link StateStore#load}
   */
  Loaded load(String name, LogPositions positions, Wanted wanted) {
    Begun known = begun.remove(name);
    return known != null && known.wanted.equals(wanted)
        ? known.loaded.get()
        : loadNow(name, positions, wanted);
  }

  private Loaded loadNow(String name, LogPositions positions, Wanted wanted) {
    String directory = ApplicationLayout.stateLog(name);
    StateStore.Source source =
        new StateStore.Source(
            settings.storage(),
            directory,
            ApplicationLayout.logId(application, directory),
            positions.durableLsn(directory));
    return StateStore.load(
        source, StateStore.emptyState(name, settings.batching().parallelism()), codec, wanted);
  }
}
