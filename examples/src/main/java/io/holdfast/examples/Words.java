package io.holdfast.examples;

import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The words of a line: the longest runs of characters that are no white space ({@link
 * Character#isWhitespace(char)}). Found while iterating: no list, no regular expression, one
 * substring per word.
 */
public final class Words implements Iterable<String> {
  private final String line;

  private Words(String line) {
    this.line = line;
  }

  public static Words of(String line) {
    return new Words(line);
  }

  @Override
  public Iterator<String> iterator() {
    return new Scan(line);
  }

  private static final class Scan implements Iterator<String> {
    private final String line;
    private int start;

    Scan(String line) {
      this.line = line;
      skipWhiteSpace();
    }

    @Override
    public boolean hasNext() {
      return start < line.length();
    }

    @Override
    public String next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      int end = start + 1;
      while (end < line.length() && !Character.isWhitespace(line.charAt(end))) {
        end++;
      }
      String word = line.substring(start, end);
      start = end;
      skipWhiteSpace();
      return word;
    }

    private void skipWhiteSpace() {
      while (start < line.length() && Character.isWhitespace(line.charAt(start))) {
        start++;
      }
    }
  }
}
