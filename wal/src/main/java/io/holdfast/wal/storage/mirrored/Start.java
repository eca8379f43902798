package io.holdfast.wal.storage.mirrored;

import io.holdfast.ConfigurationException;
import io.holdfast.DamageException;
import io.holdfast.HoldfastException;
import io.holdfast.NotReplayableException;
import io.holdfast.WrongApplicationException;
import io.holdfast.wal.storage.mirrored.Survey.State;

/**
 * What to do with the two sides that were found: the table of start cases in {@code
 * docs/mirroring.md}. Decides and does nothing.
 *
 * @param action what to do
 * @param authority the side that has the last word
 * @param other the other side
 */
record Start(Action action, Survey authority, Survey other) {

  enum Action {
    /** Neither side holds anything: a new mirror. */
    CREATE,
    /** Both sides have the same marker and are both whole but for what was in flight. */
    RECONCILE,
    /** The other side is made a copy of the authority, which is known to have the last word. */
    FILL,
    /** The same, after the authority was declared alone: by an operator, or for the first time. */
    DECLARE_AND_FILL,
    /** The authority is alone by its marker and goes on. */
    ALONE,
    /** An operator declares the authority alone. */
    DECLARE_ALONE
  }

  /**
   * Decides.
   *
   * @throws HoldfastException if nothing safe can be done; the message says what an operator can do
   */
  static Start decide(Survey first, Survey second, MirrorOptions options) {
    if (first.is(State.MARKED) && second.is(State.MARKED)) {
      return decideMarked(first, second);
    }
    if (first.is(State.EMPTY) && second.is(State.EMPTY)) {
      return new Start(Action.CREATE, first, second);
    }
    if (first.is(State.MARKED)) {
      return decideOne(first, second, options);
    }
    if (second.is(State.MARKED)) {
      return decideOne(second, first, options);
    }
    if (first.is(State.PLAIN) && second.is(State.EMPTY)) {
      return adopt(first, second, options);
    }
    if (second.is(State.PLAIN) && first.is(State.EMPTY)) {
      return adopt(second, first, options);
    }
    throw nothingToStartFrom(first, second);
  }

  private static Start decideMarked(Survey first, Survey second) {
    Marker one = first.marker();
    Marker other = second.marker();
    if (!one.mirror().equals(other.mirror())) {
      throw new WrongApplicationException(
          first.location()
              + " is a side of mirror "
              + one.mirror()
              + ", and "
              + second.location()
              + " is a side of mirror "
              + other.mirror()
              + ". Name two sides of one mirror.");
    }
    boolean firstIsWhole = one.mode() != Marker.Mode.FILLING;
    boolean secondIsWhole = other.mode() != Marker.Mode.FILLING;
    if (!firstIsWhole && !secondIsWhole) {
      throw notWhole(first, second);
    }
    if (one.id() == other.id() && one.mode() == Marker.Mode.BOTH) {
      return new Start(Action.RECONCILE, first, second);
    }
    if (firstIsWhole && (!secondIsWhole || other.isAncestorOf(one))) {
      return new Start(Action.FILL, first, second);
    }
    if (secondIsWhole && (!firstIsWhole || one.isAncestorOf(other))) {
      return new Start(Action.FILL, second, first);
    }
    throw new DamageException(
        first.location()
            + " ("
            + describe(one)
            + ") and "
            + second.location()
            + " ("
            + describe(other)
            + ") went on without each other, or one is a copy of the other's files; nobody can tell"
            + " which one to believe. Decide which one to keep, move everything in the other one's"
            + " directory away, and open the mirror again: it is filled from the one that is kept.");
  }

  private static Start decideOne(Survey there, Survey missing, MirrorOptions options) {
    if (there.isMarked(Marker.Mode.FILLING)) {
      throw notWhole(there, missing);
    }
    if (missing.is(State.PLAIN)) {
      throw new WrongApplicationException(
          missing.location()
              + " holds files and is not a side of the mirror of "
              + there.location()
              + ". Name the other side of that mirror, or an empty directory.");
    }
    boolean alone = there.isMarked(Marker.Mode.ALONE);
    if (!alone && !options.trustTheSideThatIsThere()) {
      throw new NotReplayableException(
          missing.location()
              + (missing.is(State.EMPTY) ? " is empty" : " cannot be used" + reason(missing))
              + ", and "
              + there.location()
              + " was last used with both sides there ("
              + describe(there.marker())
              + "): the missing one may have gone on alone since, and then it alone has what was"
              + " acknowledged last. Bring it back (is it mounted?). If it is lost for good, open"
              + " the mirror with MirrorOptions.withTrustTheSideThatIsThere(true).");
    }
    if (missing.is(State.EMPTY)) {
      return new Start(alone ? Action.FILL : Action.DECLARE_AND_FILL, there, missing);
    }
    if (!options.goesOnAlone()) {
      throw new NotReplayableException(
          missing.location()
              + " cannot be used"
              + reason(missing)
              + ", and this mirror may not go on with "
              + there.location()
              + " alone. Bring it back, put an empty directory in its place, or open the mirror with"
              + " WhenOneFails.GO_ON_ALONE.",
          missing.problem());
    }
    return new Start(alone ? Action.ALONE : Action.DECLARE_ALONE, there, missing);
  }

  private static Start adopt(Survey plain, Survey empty, MirrorOptions options) {
    if (!options.adoptPlainStorage()) {
      throw new ConfigurationException(
          plain.location()
              + " holds files and was never mirrored. To make it the first copy of a mirror with "
              + empty.location()
              + ", open it once with MirrorOptions.withAdoptPlainStorage(true).");
    }
    return new Start(Action.DECLARE_AND_FILL, plain, empty);
  }

  private static HoldfastException nothingToStartFrom(Survey first, Survey second) {
    if (first.is(State.UNREACHABLE) || second.is(State.UNREACHABLE)) {
      boolean notFirst = first.is(State.UNREACHABLE);
      Survey unreachable = notFirst ? first : second;
      Survey there = notFirst ? second : first;
      return new NotReplayableException(
          unreachable.location()
              + " cannot be used"
              + reason(unreachable)
              + ", and "
              + there.location()
              + (there.is(State.UNREACHABLE)
                  ? " cannot be used either" + reason(there)
                  : " is not a side of a mirror")
              + ". Bring back a side that is.",
          unreachable.problem());
    }
    return new ConfigurationException(
        first.location()
            + " and "
            + second.location()
            + " both hold files and neither was ever mirrored. Name one of them and an empty"
            + " directory.");
  }

  private static HoldfastException notWhole(Survey there, Survey missing) {
    return new NotReplayableException(
        there.location()
            + " was being filled from the other side and is not whole, and "
            + missing.location()
            + " is no whole copy either. Bring back the side that it was filled from.",
        missing.problem());
  }

  private static String reason(Survey survey) {
    return survey.problem() == null ? "" : " (" + survey.problem().getMessage() + ")";
  }

  private static String describe(Marker marker) {
    return "generation " + marker.generation() + ", " + marker.mode() + ": " + marker.because();
  }
}
