package io.holdfast.wal;

import static io.holdfast.wal.Evidence.BYTES_FOLLOW;
import static io.holdfast.wal.Evidence.FORMAT_KNOWN;
import static io.holdfast.wal.Evidence.HEADER_WHOLE;
import static io.holdfast.wal.Evidence.LATER_NAMED;
import static io.holdfast.wal.Evidence.LINKED;
import static io.holdfast.wal.Evidence.MEETS_SUCCESSOR;
import static io.holdfast.wal.Evidence.ONE_BIT_FLIPPED;
import static io.holdfast.wal.Evidence.OURS;
import static io.holdfast.wal.Evidence.OUTLIVED;
import static io.holdfast.wal.Evidence.PROVEN_BEYOND;
import static io.holdfast.wal.Evidence.READABLE;
import static io.holdfast.wal.Evidence.SEALED;
import static io.holdfast.wal.Evidence.SUCCEEDED;
import static io.holdfast.wal.Evidence.TYPES_KNOWN;
import static io.holdfast.wal.Evidence.UNDERSTOOD;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The rule by which every segment is judged, for recovery and inspection alike. A row applies when
 * all facts that it asks for hold and none that it excludes. Rows do not overlap and leave nothing
 * out, so their order means nothing: of all combinations of facts each has exactly one row.
 */
final class VerdictTable {

  /**
   * One line of the table.
   *
   * @param holdingBits the facts that it asks for as {@link #bits}
   * @param excludedBits those that it excludes
   */
  record Row(
      Verdict verdict,
      Set<Evidence> holding,
      Set<Evidence> excluded,
      int holdingBits,
      int excludedBits) {
    Row(Verdict verdict, Set<Evidence> holding, Set<Evidence> excluded) {
      this(verdict, holding, excluded, bits(holding), bits(excluded));
    }

    boolean applies(int facts) {
      return (facts & holdingBits) == holdingBits && (facts & excludedBits) == 0;
    }
  }

  static final List<Row> ROWS = rows();

  private VerdictTable() {}

  /** The verdict on a segment of which exactly these facts hold. */
  static Verdict verdict(Set<Evidence> facts) {
    int bits = bits(facts);
    for (Row row : ROWS) {
      if (row.applies(bits)) {
        return row.verdict();
      }
    }
    throw new IllegalStateException("No verdict for: " + Evidence.names(facts));
  }

  /** Facts as bits, for this process only. */
  @SuppressWarnings("EnumOrdinal") // what a set of enums does too; a scan asks for many verdicts
  static int bits(Set<Evidence> facts) {
    int bits = 0;
    for (Evidence fact : facts) {
      bits |= 1 << fact.ordinal();
    }
    return bits;
  }

  private static List<Row> rows() {
    Set<Evidence> header = EnumSet.of(READABLE, HEADER_WHOLE, FORMAT_KNOWN, OURS);
    Set<Evidence> linked = with(header, LINKED, TYPES_KNOWN, UNDERSTOOD);
    Set<Evidence> last = EnumSet.of(SUCCEEDED);
    return List.of(
        // What can be said of the header alone.
        new Row(Verdict.UNREADABLE, Set.of(), Set.of(READABLE)),
        new Row(Verdict.DAMAGED, Set.of(READABLE), Set.of(HEADER_WHOLE)),
        new Row(Verdict.NEWER_FORMAT, Set.of(READABLE, HEADER_WHOLE), Set.of(FORMAT_KNOWN)),
        new Row(Verdict.FOREIGN, Set.of(READABLE, HEADER_WHOLE, FORMAT_KNOWN), Set.of(OURS)),
        // Beside the chain.
        new Row(Verdict.SUPERSEDED, with(header, OUTLIVED), Set.of(LINKED)),
        new Row(Verdict.GAP, header, Set.of(LINKED, OUTLIVED)),
        // In the chain.
        new Row(Verdict.NEWER_FORMAT, with(header, LINKED), Set.of(TYPES_KNOWN)),
        new Row(Verdict.DAMAGED, with(header, LINKED, TYPES_KNOWN), Set.of(UNDERSTOOD)),
        new Row(Verdict.CLEAN, with(linked, SUCCEEDED, MEETS_SUCCESSOR), Set.of()),
        new Row(Verdict.DAMAGED, with(linked, SUCCEEDED), Set.of(MEETS_SUCCESSOR)),
        // The last segment, and more was durable than is there.
        new Row(Verdict.DAMAGED, with(linked, PROVEN_BEYOND, BYTES_FOLLOW), last),
        new Row(Verdict.GAP, with(linked, PROVEN_BEYOND, SEALED), with(last, BYTES_FOLLOW)),
        new Row(
            Verdict.GAP,
            with(linked, PROVEN_BEYOND, LATER_NAMED),
            with(last, BYTES_FOLLOW, SEALED)),
        new Row(
            Verdict.DAMAGED,
            with(linked, PROVEN_BEYOND),
            with(last, BYTES_FOLLOW, SEALED, LATER_NAMED)),
        // The last segment, and all that is known to have been durable is there.
        new Row(
            Verdict.DAMAGED,
            with(linked, BYTES_FOLLOW, ONE_BIT_FLIPPED),
            with(last, PROVEN_BEYOND)),
        new Row(
            Verdict.TORN_TAIL,
            with(linked, BYTES_FOLLOW),
            with(last, PROVEN_BEYOND, ONE_BIT_FLIPPED)),
        new Row(Verdict.CLEAN, with(linked, SEALED), with(last, PROVEN_BEYOND, BYTES_FOLLOW)),
        new Row(Verdict.OPEN_TAIL, linked, with(last, PROVEN_BEYOND, BYTES_FOLLOW, SEALED)));
  }

  private static Set<Evidence> with(Set<Evidence> some, Evidence... more) {
    Set<Evidence> all = EnumSet.copyOf(some);
    all.addAll(List.of(more));
    return all;
  }
}
