package io.holdfast.engine;

import io.holdfast.checkpoint.state.StateStore;
import io.holdfast.checkpoint.state.StateStore.Loaded;
import io.holdfast.checkpoint.state.StateStore.Wanted;
import io.holdfast.engine.checkpointing.LogPositions;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.engine.state.KryoValues;
import io.holdfast.runtime.Scheduler.Aside;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Loads the states of a start, and begins to, beside the reading of the data logs, before the
 * outputs have said which version is wanted: nearly always it is the one that the journal names.
 * Changes nothing on storage. Used by one thread.
 */
final class StatesAhead {
  private final EngineSettings settings;
  private final KryoValues codec;
  private final Map<String, Begun> begun = new LinkedHashMap<>();

  private record Begun(Wanted wanted, Aside<Loaded> loaded) {}

  StatesAhead(EngineSettings settings) {
    this.settings = settings;
    this.codec = new KryoValues(settings.registrations(), settings.droppable());
  }

  /** Begins to load states as the journal has them. */
  void begin(UUID application, Iterable<String> names, DriverState state, LogPositions positions) {
    for (String name : names) {
      Wanted wanted = new Wanted(state.stateVersion(name), Set.of());
      if (wanted.version() > 0) {
        Aside<Loaded> loading =
            settings
                .scheduler()
                .aside("load-" + name, () -> loadNow(application, name, positions, wanted));
        begun.put(name, new Begun(wanted, loading));
      }
    }
  }

  /**
   * A state at a version: as it was loaded, if that version was begun with.
   *
   * @throws io.holdfast.HoldfastException as {@link StateStore#load}
   */
  Loaded load(UUID application, String name, LogPositions positions, Wanted wanted) {
    Begun known = begun.remove(name);
    if (known != null && known.wanted.equals(wanted)) {
      return known.loaded.get();
    }
    if (known != null) {
      known.loaded.settle();
    }
    return loadNow(application, name, positions, wanted);
  }

  /** Waits until nothing is read any more: nobody reads beside the next one who has the lock. */
  void settle() {
    begun.values().forEach(state -> state.loaded.settle());
  }

  private Loaded loadNow(UUID application, String name, LogPositions positions, Wanted wanted) {
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
