package io.holdfast.tools;

import java.util.Arrays;
import java.util.List;

/**
 * What the rows of an output are made of: fields, which tabs separate in its text.
 *
 * @param output name of the output
 * @param key names of the fields by which a later row replaces an earlier one, where an output
 *     keeps one row for each key; empty if every row stays
 */
record RowForm(String output, List<Field> fields, List<String> key) {

  /** A field; a number is an integer. */
  record Field(String name, boolean number) {}

  /** A form without a key; its fields are texts, and numbers where '#' stands in front. */
  static RowForm of(String output, String... fields) {
    return new RowForm(output, Arrays.stream(fields).map(RowForm::field).toList(), List.of());
  }

  /** The same with a key. */
  RowForm by(String... names) {
    return new RowForm(output, fields, List.of(names));
  }

  /** Where the first field of the key stands; -1 if there is no key. */
  int keyField() {
    return key.isEmpty() ? -1 : fields.stream().map(Field::name).toList().indexOf(key.get(0));
  }

  private static Field field(String name) {
    return name.startsWith("#") ? new Field(name.substring(1), true) : new Field(name, false);
  }
}
