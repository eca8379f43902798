package io.holdfast.inspection.rehearsal;

import io.holdfast.DamageException;
import io.holdfast.Finding;
import io.holdfast.sink.FileEncoding;
import io.holdfast.sink.FilePart;
import io.holdfast.sink.Manifest;
import io.holdfast.sink.OutputInspector;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.StorageReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the rows of single batches of an output of files. Used by one thread. */
final class PublishedRows {
  private static final String OWN = "_holdfast";
  private static final int DIGITS = 20;

  private final Storage storage;
  private final OutputInspector inspector;
  private final FileEncoding<?> encoding;
  private final Map<String, String> directories = new HashMap<>();
  private final Set<String> joined = new HashSet<>();

  /** Looks what is published, and what is committed and kept back. */
  PublishedRows(Storage storage, String output, FileEncoding<?> encoding) {
    this.storage = storage;
    this.inspector = new OutputInspector(storage);
    this.encoding = encoding;
    String gathered = OWN + "/" + output + "/gathered";
    add(gathered, Pattern.compile("(\\d{20})(-e\\d+)?"));
    add("", Pattern.compile(Pattern.quote(output) + "-(\\d{20})(-e\\d+)?"));
  }

  private void add(String directory, Pattern name) {
    for (FileStatus entry : storage.list(directory)) {
      Matcher matcher = name.matcher(entry.name());
      if (entry.directory() && matcher.matches()) {
        // The highest epoch comes last: with at-least-once a batch may be there more than once.
        directories.put(matcher.group(1), StoragePath.join(directory, entry.name()));
      }
    }
  }

  /**
   * The rows of a batch.
   *
   * @return empty if there is no such batch, or only together with others
   * @throws io.holdfast.HoldfastException if it is not what its manifest says
   */
  Optional<List<String>> of(long batchMillis) {
    String directory = directories.get(number(batchMillis));
    if (directory == null) {
      return Optional.empty();
    }
    Finding whole = inspector.batch(directory);
    if (!whole.sound()) {
      throw new DamageException(whole.location() + ": " + whole.detail());
    }
    Manifest manifest = inspector.manifest(StoragePath.join(directory, Manifest.FILE_NAME));
    if (manifest.gathered().size() > 1) {
      manifest.gathered().forEach(batch -> joined.add(batch.name().substring(0, DIGITS)));
      return Optional.empty();
    }
    List<String> rows = new ArrayList<>();
    for (FilePart part : manifest.parts()) {
      try (StorageReader file = storage.open(StoragePath.join(directory, part.name()))) {
        encoding.read(part.name(), file, rows::add);
      }
    }
    return Optional.of(rows);
  }

  /** Whether the rows of a batch are in a directory that was seen to hold those of several. */
  boolean withOthers(long batchMillis) {
    return joined.contains(number(batchMillis));
  }

  private static String number(long batchMillis) {
    return String.format(Locale.ROOT, "%0" + DIGITS + "d", batchMillis);
  }
}
