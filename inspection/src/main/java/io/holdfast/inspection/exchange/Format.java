package io.holdfast.inspection.exchange;

import java.util.Locale;

/** As what a file was exported, which says which lines it may have. */
enum Format {
  /** A segment of a log: its header, then frames. */
  SEGMENT,
  /** An intact checkpoint: its header, then sections. */
  CHECKPOINT,
  /** The hint on the end of a log. */
  TAIL_MARK,
  /** Anything else: lines of text, and bytes. */
  PLAIN;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
