package io.holdfast.checkpoint;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything that can be said about one checkpoint file without the application's classes.
 *
 * @param location the file
 * @param lengthBytes its length, 0 if it could not be read
 * @param verdict what it is
 * @param problems each thing that is wrong, in file order; empty for an intact file
 * @param header its header, when the header's checksum is right
 * @param digest its SHA-256 up to the trailer in hex, when it matches
 * @param sections what the section table names, as far as it can be read
 */
public record ContainerReport(
    String location,
    long lengthBytes,
    Verdict verdict,
    List<ContainerProblem> problems,
    Optional<ContainerHeader> header,
    Optional<String> digest,
    List<SectionReport> sections) {

  public ContainerReport {
    problems = List.copyOf(problems);
    sections = List.copyOf(sections);
  }

  static ContainerReport of(ContainerScan scan) {
    List<SectionReport> sections = new ArrayList<>();
    scan.sections().forEach((entry, intact) -> sections.add(SectionReport.of(entry, intact)));
    return new ContainerReport(
        scan.location(),
        scan.lengthBytes(),
        scan.verdict(),
        scan.problems(),
        scan.header(),
        scan.digest(),
        sections);
  }

  /** The same file with one more problem that makes it {@code worse}. */
  ContainerReport but(ContainerProblem worse) {
    List<ContainerProblem> all = new ArrayList<>(problems);
    all.add(worse);
    return new ContainerReport(
        location, lengthBytes, worse.verdict(), all, header, digest, sections);
  }

  /** The report as text, several lines. */
  public String describe() {
    StringBuilder text = new StringBuilder();
    line(text, "%s: %s, %d bytes", location, verdict, lengthBytes);
    header.ifPresent(
        found -> {
          line(text, "  format       %d.%d", found.formatMajor(), found.formatMinor());
          line(text, "  application  %s", found.application());
          line(text, "  epoch        %d", found.epoch());
          line(text, "  batch        %d", found.batchTimeMillis());
          line(text, "  created      %s", Instant.ofEpochMilli(found.createdMillis()));
        });
    digest.ifPresent(found -> line(text, "  sha-256      %s", found));
    for (SectionReport section : sections) {
      line(
          text,
          "  section      %-16s version %d  %-6s  offset %d, %d bytes  %s",
          section.name(),
          section.version(),
          section.codec(),
          section.offset(),
          section.lengthBytes(),
          section.intact() ? "intact" : "DAMAGED");
    }
    problems.forEach(problem -> line(text, "  problem      %s", problem));
    return text.toString();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(format, values)).append('\n');
  }
}
