package io.holdfast.testkit.prove;

import io.holdfast.HoldfastException;
import io.holdfast.checkpoint.state.StateReader;
import io.holdfast.engine.ApplicationIdentity;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.engine.recovery.RecoveryPlanner;
import io.holdfast.wal.storage.Storage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What a run has left on storage.
 *
 * @param application the job's directory
 * @param places the storage behind a location that the job names
 */
record Remains(Storage application, Function<String, Storage> places) {

  /** The entries of every keyed state, in the form in which they are stored, by state. */
  Map<String, List<String>> states() {
    Map<String, List<String>> states = new TreeMap<>();
    try {
      ApplicationIdentity identity = ApplicationIdentity.require(application);
      Map<String, Long> versions =
          RecoveryPlanner.plan(application, identity).state().stateVersions();
      versions.forEach(
          (state, version) -> {
            String log = ApplicationLayout.stateLog(state);
            List<String> entries = new ArrayList<>();
            StateReader.read(application, log, ApplicationLayout.logId(identity.id(), log), version)
                .forEach((key, value) -> entries.add(hex(key) + " = " + hex(value)));
            entries.sort(null);
            states.put("state " + state, entries);
          });
    } catch (HoldfastException e) {
      states.put("state", List.of(e.getMessage()));
    }
    return states;
  }

  private static String hex(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
