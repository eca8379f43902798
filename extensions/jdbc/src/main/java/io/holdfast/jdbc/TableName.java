package io.holdfast.jdbc;

import io.holdfast.ConfigurationException;
import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;

/**
 * The name of a table as the user writes it. It is looked for as it is written first, then as the
 * database writes names without quotes, so {@code counts} means the same everywhere.
 *
 * @param schema null if the database chooses
 */
record TableName(String schema, String table) implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * {@code table} or {@code schema.table}.
   *
   * @throws ConfigurationException if it is neither
   */
  static TableName of(String what, String text) {
    Objects.requireNonNull(text, what);
    int dot = text.indexOf('.');
    String schema = dot < 0 ? null : text.substring(0, dot);
    if (schema != null) {
      requireUsable(what, schema);
    }
    return new TableName(schema, requireUsable(what, text.substring(dot + 1)));
  }

  /**
   * Accepts the name of a table, schema or column. It is always quoted, so reserved words are fine.
   *
   * @throws ConfigurationException if it cannot be quoted
   */
  static String requireUsable(String what, String name) {
    Objects.requireNonNull(name, what);
    boolean bad =
        name.isBlank()
            || name.length() > 128
            || name.chars().anyMatch(c -> c < ' ' || c == '"' || c == '`' || c == '.');
    if (bad) {
      throw new ConfigurationException(
          "The "
              + what
              + " '"
              + name
              + "' is not usable: 1 to 128 characters without quotes, dots (but the one between schema"
              + " and table) and control characters. Write it as it is, without quotes.");
    }
    return name;
  }

  Optional<String> schemaName() {
    return Optional.ofNullable(schema);
  }

  @Override
  public String toString() {
    return schema == null ? table : schema + "." + table;
  }
}
