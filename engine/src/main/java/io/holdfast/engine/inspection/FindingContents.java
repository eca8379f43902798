package io.holdfast.engine.inspection;

import io.holdfast.Finding;
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
}
