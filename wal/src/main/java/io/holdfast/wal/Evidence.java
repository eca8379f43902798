package io.holdfast.wal;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is known of a segment, as named facts that hold or do not. A verdict follows from them by
 * {@link VerdictTable} and from nothing else.
 */
public enum Evidence {
  /** The storage gave the bytes that were asked for. */
  READABLE("the storage can read it"),
  /** Signature, checksum and number of the header are right. */
  HEADER_WHOLE("its header verifies"),
  /** Version and features are known to this reader. */
  FORMAT_KNOWN("its format is known"),
  /** The log id is the one that is read. */
  OURS("it belongs to this log"),
  /** The predecessors from the newest segment lead to it. */
  LINKED("later segments build on it, or it is the newest"),
  /** Not linked, but newer than the segment at which the chain begins. */
  OUTLIVED("a newer epoch had taken over before it was written"),
  /** No frame is of a type that this reader does not know and must not pass over. */
  TYPES_KNOWN("all its frames are of known types"),
  /** Whoever was given its records could make sense of them. */
  UNDERSTOOD("its records make sense to who reads them"),
  /** A later segment says where this one ends. */
  SUCCEEDED("a later segment says where it ends"),
  /** It ends there, with that LSN and that checksum. */
  MEETS_SUCCESSOR("it ends just there"),
  /** The last valid frame is a seal. */
  SEALED("its writer sealed it"),
  /** Behind the last valid frame is something else than zeros. */
  BYTES_FOLLOW("bytes follow that are no valid frame"),
  /** Records behind the last valid frame are known to have been durable. */
  PROVEN_BEYOND("records behind its last valid frame were durable"),
  /** The tail mark names a segment behind all that are there. */
  LATER_NAMED("a later segment was being written"),
  /** One flipped bit explains the bad frame, and a crash does not. */
  ONE_BIT_FLIPPED("one flipped bit explains the bad frame");

  private final String words;

  Evidence(String words) {
    this.words = words;
  }

  /** The fact as a sentence without its end. */
  public String words() {
    return words;
  }

  /** The facts by name, in the order of this type. */
  static String names(Set<Evidence> facts) {
    return facts.isEmpty()
        ? "none"
        : EnumSet.copyOf(facts).stream().map(Evidence::name).collect(Collectors.joining(", "));
  }
}
