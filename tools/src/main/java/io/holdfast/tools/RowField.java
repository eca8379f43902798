package io.holdfast.tools;

import io.holdfast.stream.function.MapFunction;

/**
 * One field of a row of text whose fields are separated by tabs.
 *
 * @param index from 0
 * @param number whether it is an integer
 */
record RowField(int index, boolean number) implements MapFunction<Object, Object> {
  private static final long serialVersionUID = 1L;

  @Override
  public Object apply(Object row) {
    String text = of(row.toString(), index);
    return number ? (Object) Long.valueOf(text) : text;
  }

  /** The text of a field. */
  static String of(String row, int index) {
    int start = 0;
    for (int i = 0; i < index; i++) {
      start = row.indexOf('\t', start) + 1;
    }
    int end = row.indexOf('\t', start);
    return end < 0 ? row.substring(start) : row.substring(start, end);
  }
}
