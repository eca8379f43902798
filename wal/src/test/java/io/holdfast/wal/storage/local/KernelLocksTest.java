package io.holdfast.wal.storage.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdfast.wal.storage.LockLook.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelLocksTest {
  private static final List<String> TABLE =
      List.of(
          "1: POSIX  ADVISORY  WRITE 17417 fe:00:2244653 0 EOF",
          "1: -> POSIX  ADVISORY  WRITE 17418 fe:00:77 0 EOF",
          "2: FLOCK  ADVISORY  WRITE 17417 fe:00:2155885 0 EOF",
          "",
          "3: nonsense");

  @Test
  void aLockOfThatDeviceAndInodeIsHeld() {
    assertEquals(Answer.HELD, KernelLocks.answer(TABLE, 0xFE00, 2244653));
  }

  @Test
  void anotherInodeIsFree() {
    assertEquals(Answer.FREE, KernelLocks.answer(TABLE, 0xFE00, 4653));
  }

  @Test
  void whoWaitsForALockOrHasOneOfAnotherKindDoesNotHoldIt() {
    assertEquals(Answer.FREE, KernelLocks.answer(TABLE, 0xFE00, 77));
    assertEquals(Answer.FREE, KernelLocks.answer(TABLE, 0xFE00, 2155885));
  }

  @Test
  void theSameInodeOfAnotherDeviceMayBeTheFile() {
    assertEquals(Answer.UNKNOWN, KernelLocks.answer(TABLE, 0x2A, 2244653));
  }

  @Test
  void devicesOfManyBitsAreWrittenAsTheKernelDoes() {
    List<String> table = List.of("1: POSIX ADVISORY WRITE 1 103:10001:5 0 EOF");
    assertEquals(Answer.HELD, KernelLocks.answer(table, 0x10010301L, 5));
  }
}
