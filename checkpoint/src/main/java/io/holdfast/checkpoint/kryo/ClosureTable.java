package io.holdfast.checkpoint.kryo;

import io.holdfast.DamageException;
import io.holdfast.NewerFormatException;
import java.util.ArrayList;
import java.util.List;

/**
 * The text form of closure fingerprints, content of a checkpoint's {@code closures} section. One
 * line of heading, then one line for each function, fields separated by tabs, each line ended by a
 * newline. In a label, backslash, tab and newline are written {@code \\}, {@code \t} and {@code
 * \n}:
 *
 * <pre>
 * holdfast-closures  1
 * LABEL  CAPTURING CLASS  IMPLEMENTATION CLASS  METHOD  DESCRIPTOR  SHA-256
 * </pre>
 */
final class ClosureTable {
  private static final String HEADING = "holdfast-closures\t";
  private static final int FORMAT = 1;

  private ClosureTable() {}

  static String format(List<ClosureFingerprint> fingerprints) {
    StringBuilder text = new StringBuilder(HEADING).append(FORMAT).append('\n');
    for (ClosureFingerprint f : fingerprints) {
      List<String> fields =
          List.of(
              escape(f.label()),
              f.capturingClass(),
              f.implementationClass(),
              f.method(),
              f.descriptor(),
              f.sha256());
      text.append(String.join("\t", fields)).append('\n');
    }
    return text.toString();
  }

  static List<ClosureFingerprint> parse(String text) {
    String[] lines = text.split("\n", -1);
    if (!lines[0].startsWith(HEADING) || !text.endsWith("\n")) {
      throw malformed(1);
    }
    String format = lines[0].substring(HEADING.length());
    if (!format.equals(String.valueOf(FORMAT))) {
      throw new NewerFormatException(
          "The closures section has format "
              + format
              + ", this version reads "
              + FORMAT
              + ". Use the version that wrote it.");
    }
    List<ClosureFingerprint> fingerprints = new ArrayList<>();
    for (int i = 1; i < lines.length - 1; i++) {
      String[] f = lines[i].split("\t", -1);
      if (f.length != 6) {
        throw malformed(i + 1);
      }
      fingerprints.add(new ClosureFingerprint(unescape(f[0], i + 1), f[1], f[2], f[3], f[4], f[5]));
    }
    return fingerprints;
  }

  private static String escape(String label) {
    return label.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n");
  }

  private static String unescape(String field, int line) {
    StringBuilder label = new StringBuilder();
    boolean escaped = false;
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (escaped) {
        switch (c) {
          case '\\' -> label.append('\\');
          case 't' -> label.append('\t');
          case 'n' -> label.append('\n');
          default -> throw malformed(line);
        }
        escaped = false;
      } else if (c == '\\') {
        escaped = true;
      } else {
        label.append(c);
      }
    }
    if (escaped) {
      throw malformed(line);
    }
    return label.toString();
  }

  private static DamageException malformed(int line) {
    return new DamageException(
        "The closures section is malformed in line " + line + ". Use another checkpoint.");
  }
}
