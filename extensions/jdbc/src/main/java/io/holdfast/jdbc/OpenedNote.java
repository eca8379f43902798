package io.holdfast.jdbc;

import io.holdfast.wal.storage.DurableFile;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * In the application's directory: that the output was opened, and how far it was then. By it a
 * database that has forgotten is told from one that never knew.
 */
record OpenedNote(Storage notes) {
  private static final Pattern NAME = Pattern.compile("opened-(\\d{20})");

  /** The last batch that is known to have been committed; empty if it was never opened. */
  OptionalLong batch() {
    return notes.list("").stream()
        .map(FileStatus::name)
        .map(NAME::matcher)
        .filter(Matcher::matches)
        .mapToLong(name -> Long.parseLong(name.group(1)))
        .max();
  }

  /** Makes a note; durable when this returns. */
  void remember(long batch) {
    OptionalLong known = batch();
    if (known.isPresent() && known.getAsLong() >= batch) {
      return;
    }
    notes.createDirectories("");
    String name = String.format(Locale.ROOT, "opened-%020d", batch);
    DurableFile.publish(notes, name + ".tmp", name, new byte[0]);
    for (FileStatus file : notes.list("")) {
      if (NAME.matcher(file.name()).matches() && file.name().compareTo(name) < 0) {
        notes.delete(file.name());
      }
    }
  }
}
