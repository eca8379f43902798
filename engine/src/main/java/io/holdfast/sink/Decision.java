package io.holdfast.sink;

import io.holdfast.DamageException;
import io.holdfast.NewerFormatException;
import java.util.List;
import java.util.UUID;

/**
 * That the parts of a batch are to be committed: lines of text, ended by a checksum. Specified in
 * {@code docs/formats/two-phase-notes.md}.
 *
 * @param txn the batch, and the epoch that has decided
 * @param applicationId of the application's directory
 * @param names under which the parts are prepared
 */
record Decision(TxnId txn, UUID applicationId, List<String> names) {
  private static final String FORMAT = "holdfast-decision ";
  private static final String VERSION = FORMAT + "1\n";

  String text() {
    return CommitText.write(
        VERSION,
        txn,
        applicationId,
        text -> names.forEach(name -> text.append("commit=").append(name).append('\n')));
  }

  /**
   * Reads a decision.
   *
   * @throws DamageException if it is not what was written
   * @throws NewerFormatException if a newer version has written it
   */
  static Decision parse(String text, String location) {
    if (!CommitText.isWhole(text, FORMAT)) {
      throw new DamageException(
          location
              + ": not a decision, or its text does not match its checksum. Which parts of the batch"
              + " are to be committed is not known without it. Restore the file from a copy.");
    }
    if (!text.startsWith(VERSION)) {
      throw new NewerFormatException(
          location
              + ": begins with '"
              + text.substring(0, text.indexOf('\n'))
              + "', this version knows format 1. Use the version that has written it.");
    }
    CommitText read = CommitText.parse(text);
    return new Decision(read.txn(), read.applicationId(), read.values("commit"));
  }
}
