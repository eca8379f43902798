package io.holdfast.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.util.List;
import org.junit.jupiter.api.Test;

class EpochClaimTest {
  private final Storage storage = new SimulatedDisk().storage();

  private static long claim(Storage storage, long atLeast) {
    return EpochClaim.next(storage, "epochs", atLeast, "test").epoch();
  }

  @Test
  void theNextClaimGetsTheUpcomingEpoch() {
    assertEquals(1, EpochClaim.upcoming(storage, "epochs"));
    assertEquals(1, claim(storage, 1));
    assertEquals(2, EpochClaim.upcoming(storage, "epochs"));
    assertEquals(7, claim(storage, 7));
    assertEquals(8, EpochClaim.upcoming(storage, "epochs"));
  }

  @Test
  void whatIsForgottenIsToldBefore() {
    for (int i = 0; i < 3; i++) {
      claim(storage, 1);
    }
    assertEquals(List.of("epochs/epoch-0000000001"), EpochClaim.forgotten(storage, "epochs", 4));
    claim(storage, 1);
    assertEquals(
        List.of("epoch-0000000002", "epoch-0000000003", "epoch-0000000004"),
        storage.list("epochs").stream().map(FileStatus::name).toList());
  }

  /** A file that somebody has put there does not end every start. */
  @Test
  void fileOfAnotherNameIsNoEpoch() {
    claim(storage, 1);
    storage.createExclusive("epochs/epoch-of-steam").close();
    storage.createExclusive("epochs/epoch-0000000009.bak").close();
    assertEquals(2, claim(storage, 1));
  }
}
