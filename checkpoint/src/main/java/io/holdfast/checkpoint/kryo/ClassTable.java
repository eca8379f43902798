package io.holdfast.checkpoint.kryo;

import io.holdfast.DamageException;
import io.holdfast.NewerFormatException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The text form of registrations, content of a checkpoint's {@code classes} section. One line of
 * heading, then one line for each class, fields separated by tabs, each line ended by a newline:
 *
 * <pre>
 * holdfast-classes  1  REVISION
 * ID  CLASS NAME  FINGERPRINT
 * </pre>
 *
 * REVISION counts the additions to the pinned JDK classes, which are not listed themselves. The
 * class name is that of {@link Class#getName}, the fingerprint that of {@link ClassShape}.
 */
final class ClassTable {
  static final int FORMAT = 1;
  static final int BASICS_REVISION = 1;
  private static final String HEADING = "holdfast-classes";

  /** One line. */
  record Row(int id, String className, String fingerprint) {}

  private ClassTable() {}

  static String format(List<Row> rows) {
    return rows.stream()
        .map(row -> row.id + "\t" + row.className + "\t" + row.fingerprint + "\n")
        .collect(
            Collectors.joining("", HEADING + "\t" + FORMAT + "\t" + BASICS_REVISION + "\n", ""));
  }

  static List<Row> parse(String text) {
    String[] lines = text.split("\n", -1);
    String[] heading = lines[0].split("\t", -1);
    if (heading.length != 3 || !heading[0].equals(HEADING) || !text.endsWith("\n")) {
      throw malformed(1);
    }
    if (number(heading[1], 1) > FORMAT || number(heading[2], 1) > BASICS_REVISION) {
      throw new NewerFormatException(
          "The class table has format "
              + heading[1]
              + "."
              + heading[2]
              + ", this version reads up to "
              + FORMAT
              + "."
              + BASICS_REVISION
              + ". Use the version that wrote it.");
    }
    Set<Integer> ids = new HashSet<>();
    Row[] rows = new Row[lines.length - 2];
    for (int i = 0; i < rows.length; i++) {
      String[] fields = lines[i + 1].split("\t", -1);
      if (fields.length != 3) {
        throw malformed(i + 2);
      }
      rows[i] = new Row(number(fields[0], i + 2), fields[1], fields[2]);
      if (rows[i].id < KryoRegistrations.FIRST_ENGINE_ID || !ids.add(rows[i].id)) {
        throw malformed(i + 2);
      }
    }
    return List.of(rows);
  }

  private static int number(String text, int line) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw malformed(line);
    }
  }

  private static DamageException malformed(int line) {
    return new DamageException(
        "The class table is malformed in line "
            + line
            + ": not 'id<TAB>class<TAB>fingerprint'. Use another checkpoint.");
  }
}
