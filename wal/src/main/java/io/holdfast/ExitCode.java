package io.holdfast;

import java.util.Locale;

/**
 * What a command line run ends with. One code per thing the operator has to do next; scripts rely
 * on these numbers, so they never change meaning.
 */
public enum ExitCode {
  OK(0),
  /**
   * A check ran to its end and found that the output is not exact, or a torn tail and nothing
   * worse.
   */
  INEXACT(1),
  USAGE(2),
  DAMAGED(3),
  NEWER_FORMAT(4),
  IO(5),
  NOT_REPLAYABLE(6),
  DRIFT(7),
  STORAGE_FULL(8),
  IN_USE(9),
  FENCED(10),
  WRONG_APPLICATION(11),
  JOB_FAILED(12),
  SOURCE_FAILED(13),
  INTERNAL(70);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /** What a check says that ends with this code. */
  public String words() {
    return switch (this) {
      case OK -> "clean";
      case INEXACT -> "torn tail only; nothing that was acknowledged is lost";
      case DAMAGED -> "damaged";
      case NEWER_FORMAT -> "written by a newer version";
      case IO -> "could not be read";
      case NOT_REPLAYABLE -> "something that is needed is missing";
      case WRONG_APPLICATION -> "holds files of another application";
      default -> name().toLowerCase(Locale.ROOT).replace('_', ' ');
    };
  }
}
