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
    List<String> lines = new ArrayList<>();
    lines.add(location + ": " + verdict + ", " + lengthBytes + " bytes");
    header.ifPresent(
        found -> {
          lines.add("format       " + found.formatMajor() + "." + found.formatMinor());
          lines.add("application  " + found.application());
          lines.add("epoch        " + found.epoch());
          lines.add("batch        " + found.batchTimeMillis());
          lines.add("created      " + Instant.ofEpochMilli(found.createdMillis()));
        });
    digest.ifPresent(found -> lines.add("sha-256      " + found));
    sections.forEach(section -> lines.add("section      " + section.describe()));
    problems.forEach(problem -> lines.add("problem      " + problem));
    return String.join("\n  ", lines) + "\n";
  }
}
