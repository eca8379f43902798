package io.holdfast.wal.storage.mirrored;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ConfigurationException;
import io.holdfast.DamageException;
import io.holdfast.HoldfastException;
import io.holdfast.NotReplayableException;
import io.holdfast.WrongApplicationException;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.mirrored.Marker.Mode;
import io.holdfast.wal.storage.mirrored.MirrorOptions.WhenOneFails;
import io.holdfast.wal.storage.mirrored.Start.Action;
import io.holdfast.wal.storage.mirrored.Survey.State;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The table of start cases in docs/mirroring.md, every pair of sides in both orders. */
final class StartTest {
  private static final MirrorOptions STOP = MirrorOptions.DEFAULT;
  private static final MirrorOptions ALONE = STOP.withWhenOneFails(WhenOneFails.GO_ON_ALONE);
  private static final MirrorOptions TRUST = ALONE.withTrustTheSideThatIsThere(true);
  private static final MirrorOptions ADOPT = STOP.withAdoptPlainStorage(true);

  private static final Marker FIRST = Marker.first(new UUID(1, 1), 1, "made");
  private static final Marker BOTH = FIRST.next(Mode.BOTH, 2, "both");
  private static final Marker LATER_ALONE = BOTH.next(Mode.ALONE, 3, "the other failed");
  private static final Marker OTHER_ALONE = BOTH.next(Mode.ALONE, 4, "the other failed");
  private static final Marker LATER_BOTH = LATER_ALONE.next(Mode.BOTH, 5, "both");
  private static final Marker FILLING = LATER_ALONE.filling(6);

  private final Survey unreachable = survey(State.UNREACHABLE, null);
  private final Survey empty = survey(State.EMPTY, null);
  private final Survey plain = survey(State.PLAIN, null);

  private static Survey survey(State state, Marker marker) {
    Side side = new Side(new SimulatedDisk().storage().directory("s"));
    StorageException problem =
        state == State.UNREACHABLE ? new StorageException("read: I/O error", null) : null;
    return new Survey(side, state, marker, problem);
  }

  private static Survey with(Marker marker) {
    return survey(State.MARKED, marker);
  }

  /** The same whichever is the first side; the authority is the one that is named first here. */
  private static void decides(Action action, Survey authority, Survey other, MirrorOptions with) {
    assertEquals(new Start(action, authority, other), Start.decide(authority, other, with));
    Start turned = Start.decide(other, authority, with);
    assertEquals(action, turned.action());
    if (action != Action.CREATE && action != Action.RECONCILE) {
      assertSame(authority, turned.authority());
    }
  }

  private static void refuses(
      Class<? extends HoldfastException> type,
      String wayOut,
      Survey one,
      Survey other,
      MirrorOptions options) {
    for (List<Survey> sides : List.of(List.of(one, other), List.of(other, one))) {
      HoldfastException refused =
          assertThrows(type, () -> Start.decide(sides.get(0), sides.get(1), options));
      assertTrue(refused.getMessage().contains(wayOut), refused.getMessage());
    }
  }

  @Test
  void twoEmptySidesAreANewMirror() {
    decides(Action.CREATE, empty, survey(State.EMPTY, null), STOP);
  }

  @Test
  void equalMarkersAreReconciled() {
    decides(Action.RECONCILE, with(BOTH), with(BOTH), STOP);
  }

  @Test
  void descendantHasTheLastWord() {
    decides(Action.FILL, with(LATER_ALONE), with(BOTH), STOP);
    decides(Action.FILL, with(LATER_BOTH), with(BOTH), STOP);
    decides(Action.FILL, with(LATER_BOTH), with(LATER_ALONE), STOP);
  }

  @Test
  void sideThatIsNotWholeNeverHasTheLastWord() {
    for (Marker marker : List.of(BOTH, LATER_ALONE, OTHER_ALONE, LATER_BOTH)) {
      decides(Action.FILL, with(marker), with(FILLING), STOP);
    }
    for (Survey other : List.of(with(FILLING), empty, unreachable, plain)) {
      refuses(NotReplayableException.class, "Bring back", with(FILLING), other, TRUST);
    }
  }

  @Test
  void sidesThatWentOnWithoutEachOtherAreNotDecided() {
    refuses(DamageException.class, "Decide which", with(LATER_ALONE), with(OTHER_ALONE), TRUST);
    refuses(DamageException.class, "Decide which", with(LATER_BOTH), with(OTHER_ALONE), TRUST);
    refuses(
        DamageException.class, "copy of the other", with(LATER_ALONE), with(LATER_ALONE), TRUST);
  }

  @Test
  void sidesOfTwoMirrorsAreRefused() {
    Marker foreign = Marker.first(new UUID(2, 2), 1, "made");
    refuses(WrongApplicationException.class, "one mirror", with(BOTH), with(foreign), TRUST);
  }

  @Test
  void emptySideIsFilledFromOneThatIsKnownToBeAlone() {
    decides(Action.FILL, with(LATER_ALONE), empty, STOP);
  }

  @Test
  void sideThatMayHaveMissedTheEndTakesAnOperator() {
    for (Survey missing : List.of(empty, unreachable)) {
      refuses(
          NotReplayableException.class,
          "withTrustTheSideThatIsThere(true)",
          with(BOTH),
          missing,
          ALONE);
    }
    decides(Action.DECLARE_AND_FILL, with(BOTH), empty, TRUST);
    decides(Action.DECLARE_ALONE, with(BOTH), unreachable, TRUST);
  }

  @Test
  void goingOnAloneTakesThePolicy() {
    decides(Action.ALONE, with(LATER_ALONE), unreachable, ALONE);
    refuses(NotReplayableException.class, "GO_ON_ALONE", with(LATER_ALONE), unreachable, STOP);
    refuses(
        NotReplayableException.class,
        "GO_ON_ALONE",
        with(BOTH),
        unreachable,
        STOP.withTrustTheSideThatIsThere(true));
  }

  @Test
  void plainStorageIsAdoptedByPermissionOnly() {
    decides(Action.DECLARE_AND_FILL, plain, empty, ADOPT);
    refuses(ConfigurationException.class, "withAdoptPlainStorage(true)", plain, empty, STOP);
    refuses(ConfigurationException.class, "empty", plain, survey(State.PLAIN, null), ADOPT);
    refuses(WrongApplicationException.class, "empty directory", with(BOTH), plain, ADOPT);
  }

  @Test
  void nothingStartsWithoutASideOfAMirror() {
    for (Survey there : List.of(empty, plain, survey(State.UNREACHABLE, null))) {
      refuses(NotReplayableException.class, "Bring back", unreachable, there, TRUST);
    }
  }

  @Test
  void markerComesBackFromItsText() {
    for (Marker marker : List.of(FIRST, BOTH, LATER_BOTH, FILLING)) {
      assertEquals(marker, Marker.decode(marker.encode(), "here"));
    }
    assertEquals("a b", BOTH.next(Mode.ALONE, 1, "a\nb").because());
  }

  @Test
  void anyChangedBitOfAMarkerIsFound() {
    byte[] text = LATER_BOTH.encode();
    List<Integer> accepted = new ArrayList<>();
    for (int bit = 0; bit < text.length * 8; bit++) {
      byte[] changed = text.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      try {
        Marker unused = Marker.decode(changed, "here");
        accepted.add(bit);
      } catch (DamageException e) {
        assertTrue(e.getMessage().startsWith("here"), e.getMessage());
      }
    }
    assertEquals(List.of(), accepted);
  }

  @Test
  void ancestorsAreBounded() {
    Marker marker = FIRST;
    for (int i = 0; i < 2 * Marker.MAX_ANCESTORS; i++) {
      marker = marker.next(Mode.ALONE, 100 + i, "again");
    }
    assertEquals(Marker.MAX_ANCESTORS, marker.ancestors().size());
    assertEquals(2L * Marker.MAX_ANCESTORS + 98, marker.ancestors().get(0));
  }
}
