package io.holdfast;

import java.util.Collection;
import java.util.List;

/**
 * One thing that was checked, and what it was found to be.
 *
 * @param subject what it is, in a word or two: journal, checkpoint, output
 * @param location where it lies
 * @param verdict the word for what it was found to be; OK where there is no better one
 * @param exitCode what a command ends with that has found this and nothing worse
 * @param detail the evidence, and for anything that is wrong the position and the way out
 */
public record Finding(
    String subject, String location, String verdict, ExitCode exitCode, String detail) {
  private static final List<ExitCode> WORST_FIRST =
      List.of(
          ExitCode.DAMAGED,
          ExitCode.WRONG_APPLICATION,
          ExitCode.NEWER_FORMAT,
          ExitCode.IO,
          ExitCode.NOT_REPLAYABLE,
          ExitCode.INEXACT);

  /** Nothing is wrong. */
  public static Finding ok(String subject, String location, String detail) {
    return new Finding(subject, location, "OK", ExitCode.OK, detail);
  }

  /** What an error says of the thing that raised it. */
  public static Finding of(String subject, String location, HoldfastException error) {
    String verdict =
        switch (error.exitCode()) {
          case NEWER_FORMAT -> "NEWER_FORMAT";
          case IO -> "UNREADABLE";
          case NOT_REPLAYABLE -> "GAP";
          case WRONG_APPLICATION -> "FOREIGN";
          default -> "DAMAGED";
        };
    ExitCode exitCode = "DAMAGED".equals(verdict) ? ExitCode.DAMAGED : error.exitCode();
    return new Finding(subject, location, verdict, exitCode, error.getMessage());
  }

  /** Whether a start may use the thing. */
  public boolean sound() {
    return exitCode == ExitCode.OK || exitCode == ExitCode.INEXACT;
  }

  /** What a command ends with that has found all these: the code of the worst. */
  public static ExitCode worst(Collection<Finding> findings) {
    return worstOf(findings.stream().map(Finding::exitCode).toList());
  }

  /** The code that says the worst of several. */
  public static ExitCode worstOf(Collection<ExitCode> codes) {
    return WORST_FIRST.stream().filter(codes::contains).findFirst().orElse(ExitCode.OK);
  }
}
