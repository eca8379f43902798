package io.holdfast.wal.storage.mirrored;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageContract;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** The contract on two simulated disks, which are equal after each test. */
final class MirrorOfSimulatedDisksTest extends StorageContract {
  private final SimulatedDisk first = new SimulatedDisk();
  private final SimulatedDisk second = new SimulatedDisk();

  @Override
  protected Storage newStorage() {
    return MirroredStorage.open(
        first.storage().directory("a"),
        second.storage().directory("b"),
        MirrorOptions.DEFAULT,
        new SimulatedScheduler(1, 0));
  }

  @Override
  protected Storage sameStorageAgain() {
    return storage().directory("");
  }

  @AfterEach
  void bothSidesAreEqual() {
    MirroredStorage mirror = (MirroredStorage) storage();
    assertEquals(MirrorStatus.Mode.BOTH, mirror.status().mode());
    ScrubReport report = mirror.scrub(Scrub.Progress.NONE);
    assertEquals(List.of(), report.healed());
    assertEquals(List.of(), report.undecided());
  }
}
