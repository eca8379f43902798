package io.holdfast.examples;

/** Lines of fields that semicolons separate. */
final class Fields {
  private Fields() {}

  /**
   * The fields of a line.
   *
   * @param form names them
   * @throws IllegalArgumentException if there are more or fewer, or one is empty
   */
  static String[] of(String line, String form) {
    String[] fields = line.split(";", -1);
    boolean empty = false;
    for (String field : fields) {
      empty |= field.isBlank();
    }
    if (empty || fields.length != form.split(";", -1).length) {
      throw new IllegalArgumentException("'" + line + "' is not of the form " + form);
    }
    return fields;
  }
}
