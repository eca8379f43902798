package io.holdfast.tools.demo;

import io.holdfast.DamageException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A committed batch in the output: a directory {@code counts-<20 digits>[-e<epoch>]} with files
 * {@code part-NNNNN.txt} of rows {@code word<TAB>in this batch<TAB>in total}.
 *
 * @param millis the batch's time
 * @param epoch of the driver that committed it, if its name tells; otherwise 0
 */
record CountedBatch(Path directory, long millis, long epoch) {
  private static final Pattern NAME = Pattern.compile("counts-(\\d{20})(?:-e(\\d{1,18}))?");
  private static final Comparator<CountedBatch> IN_ORDER =
      Comparator.comparingLong(CountedBatch::millis).thenComparingLong(CountedBatch::epoch);

  /** The names of all committed batches; one listing of the directory, cheap enough to poll. */
  static Set<String> names(Path output) throws IOException {
    Set<String> found = new HashSet<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(output)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (!name.startsWith("_") && !name.startsWith(".")) {
          found.add(name);
        }
      }
    } catch (NoSuchFileException e) {
      // the job has not come so far yet
    }
    return found;
  }

  /** All committed batches, in the order of their times. */
  static List<CountedBatch> in(Path output) throws IOException {
    List<CountedBatch> batches = new ArrayList<>();
    for (String name : names(output)) {
      batches.add(of(output.resolve(name)));
    }
    batches.sort(IN_ORDER);
    return batches;
  }

  static CountedBatch of(Path directory) {
    Matcher name = NAME.matcher(directory.getFileName().toString());
    if (!name.matches()) {
      throw new DamageException(directory + " is not the name of a batch: " + NAME.pattern());
    }
    long epoch = name.group(2) == null ? 0 : Long.parseLong(name.group(2));
    return new CountedBatch(directory, Long.parseLong(name.group(1)), epoch);
  }

  /** Hands every row to {@code rows}. */
  void read(RowReader rows) throws IOException {
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(directory, "part-*.txt")) {
      for (Path part : parts) {
        readPart(part, rows);
      }
    }
  }

  private static void readPart(Path part, RowReader rows) throws IOException {
    try (BufferedReader in = Files.newBufferedReader(part, StandardCharsets.UTF_8)) {
      long number = 0;
      for (String row = in.readLine(); row != null; row = in.readLine()) {
        number++;
        int last = row.lastIndexOf('\t');
        int first = row.indexOf('\t');
        try {
          if (first <= 0 || first == last) {
            throw new NumberFormatException("three columns are needed");
          }
          rows.row(
              row.substring(0, first),
              Long.parseLong(row, first + 1, last, 10),
              Long.parseLong(row, last + 1, row.length(), 10));
        } catch (NumberFormatException e) {
          throw new DamageException(
              part + " line " + number + " is not word<TAB>count<TAB>total: '" + row + "'", e);
        }
      }
    }
  }

  /** Takes the rows of a batch. */
  @FunctionalInterface
  interface RowReader {
    void row(String word, long inBatch, long total);
  }
}
