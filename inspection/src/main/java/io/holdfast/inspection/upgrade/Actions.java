package io.holdfast.inspection.upgrade;

import io.holdfast.checkpoint.kryo.ClosureChange.Effect;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.engine.recovery.CodeCheck.Row;
import io.holdfast.engine.recovery.CodeCheck.Thing;
import io.holdfast.engine.recovery.CodeCheck.Verdict;

/** What a start does with a thing of which the code has a verdict, in a few words. */
final class Actions {
  private Actions() {}

  static String of(Row row, DriverState state) {
    if (row.verdict().refuses()) {
      return "be refused";
    }
    return switch (row.thing()) {
      case INPUT -> input(row, state);
      case STATE -> state(row);
      case OUTPUT -> output(row);
      case CLASS -> ofClass(row);
      case PARTITIONS -> "divide the states anew";
    };
  }

  private static String input(Row row, DriverState state) {
    if (row.verdict() == Verdict.NEW && state.tracker(row.name()).lastSequence() == 0) {
      return "receive from the beginning";
    }
    int waiting = state.tracker(row.name()).unallocatedCount();
    return row.verdict() == Verdict.DROPPED
        ? "leave " + waiting + " blocks behind"
        : "go on behind what is durable";
  }

  /** Without what its values say. */
  private static String state(Row row) {
    return row.verdict() == Verdict.DROPPED ? "leave it behind" : "begin empty";
  }

  private static String output(Row row) {
    return switch (row.verdict()) {
      case NEW -> "write from the first batch on";
      case DROPPED -> row.now().equals("-") ? "write no more to it" : "write to it as it is now";
      default -> "ask it what it has, then go on";
    };
  }

  private static String ofClass(Row row) {
    return switch (row.verdict()) {
      case NEW -> "write it from now on";
      case RENAMED -> "read objects as the new class";
      case CONVERTED -> "convert objects when read";
      case UNREGISTERED -> "refuse when an object is met";
      default -> "read objects as ever";
    };
  }

  /** What a start that defines its job in code does with a function. */
  static String of(Effect effect) {
    return switch (effect) {
      case SAME -> "run it";
      case CHANGED -> "run the new code";
      case GONE -> "not run it any more";
      case NEW -> "run it";
    };
  }

  /** Whether there may be values of it to be read; also of one that was left behind and is back. */
  static boolean hasValues(Row row) {
    return row.thing() == Thing.STATE && !row.verdict().refuses() && !row.now().equals("-");
  }
}
