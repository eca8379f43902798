package io.holdfast.inspection.explain;

import io.holdfast.inspection.Content;

/** The line of a ruler in which an offset lies gets a mark. */
final class Marked {
  private Marked() {}

  static Content at(Content line, long offset) {
    Object from = line.fields().get("offset");
    Object bytes = line.fields().get("bytes");
    if (!(from instanceof Long first) || !(bytes instanceof String hex)) {
      return line;
    }
    long until = first + (hex.length() + 1) / 3;
    if (offset < first || offset >= until) {
      return line;
    }
    return new Content(line.type(), line.words().replaceFirst("^ {4}", "  > "), line.fields())
        .with("marked", true);
  }
}
