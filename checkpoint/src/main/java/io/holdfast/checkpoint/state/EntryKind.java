package io.holdfast.checkpoint.state;

/**
 * What an entry of a state log says. The code is its first byte; then come, as far as it has them,
 * its age (a varint, in milliseconds: how long before the version of the record), its key and its
 * value, each behind its length.
 */
public enum EntryKind {
  /** The key has no value any more. */
  REMOVED(0, false, true, false),
  /** The key has this value. */
  SET(1, false, true, true),
  /** The key has this value, and was touched then. */
  TOUCHED(2, true, true, true),
  /** In the pane of that time the key has this value. */
  PANE_VALUE(3, true, true, true),
  /** The pane of that time has this row, which stands in the place of the value. */
  PANE_ROW(4, true, false, true),
  /** Panes of that time and older are gone. */
  EVICTED(5, true, false, false);

  private static final EntryKind[] BY_CODE = values();

  private final int code;
  private final boolean timed;
  private final boolean keyed;
  private final boolean valued;

  EntryKind(int code, boolean timed, boolean keyed, boolean valued) {
    this.code = code;
    this.timed = timed;
    this.keyed = keyed;
    this.valued = valued;
  }

  int code() {
    return code;
  }

  /** Whether an entry has a time. */
  public boolean timed() {
    return timed;
  }

  /** Whether an entry has a key. */
  public boolean keyed() {
    return keyed;
  }

  /** Whether an entry has a value. */
  public boolean valued() {
    return valued;
  }

  /** Null if there is none. */
  static EntryKind of(int code) {
    return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
  }
}
