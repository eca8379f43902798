package io.holdfast.wal.storage.simulated;

import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageContract;

final class SimulatedStorageTest extends StorageContract {
  private final SimulatedDisk disk = new SimulatedDisk();

  @Override
  protected Storage newStorage() {
    return disk.storage().directory("some/root");
  }

  @Override
  protected Storage sameStorageAgain() {
    return newStorage();
  }
}
