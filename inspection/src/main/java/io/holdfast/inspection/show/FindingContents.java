package io.holdfast.inspection.show;

import io.holdfast.ExitCode;
import io.holdfast.Finding;
import io.holdfast.inspection.Content;
import java.util.Collection;
import java.util.Locale;

/** Findings as lines: what was checked, where, and how it is. */
public final class FindingContents {
  private FindingContents() {}

  /**
   * One line.
   *
   * @param root the location of all that is checked, which need not be said on every line
   */
  public static Content of(Finding finding, String root) {
    String location = finding.location();
    boolean below = location.startsWith(root + "/");
    String shown = below ? location.substring(root.length() + 1) : location;
    boolean said = finding.detail().contains(location);
    String words =
        String.format(
            Locale.ROOT,
            "%-12s  %-12s  %s",
            finding.verdict(),
            finding.subject(),
            said ? finding.detail() : shown + "  " + finding.detail());
    return Content.of("finding", words)
        .with("subject", finding.subject())
        .with("location", location)
        .with("verdict", finding.verdict())
        .with("exit_code", finding.exitCode().code())
        .with("detail", finding.detail());
  }

  /** The last line: how many are how, and what that amounts to. */
  public static Content summary(Collection<Finding> findings, ExitCode worst) {
    long bad = findings.stream().filter(finding -> !finding.sound()).count();
    long torn = findings.stream().filter(f -> f.exitCode() == ExitCode.INEXACT).count();
    String words =
        String.format(
            Locale.ROOT,
            "%n%,d checked: %,d sound, %,d torn, %,d not sound: %s",
            findings.size(),
            findings.size() - bad - torn,
            torn,
            bad,
            worst.words());
    return Content.of("summary", words)
        .with("checked", findings.size())
        .with("torn", torn)
        .with("not_sound", bad)
        .with("verdict", worst.words())
        .with("exit_code", worst.code());
  }
}
