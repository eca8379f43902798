package io.holdfast.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WordsTest {

  @Test
  void wordsAreWhatStandsBetweenWhiteSpace() {
    assertEquals(List.of("the", "sea,", "the", "sea"), words("the sea,\tthe  sea\r"));
  }

  @Test
  void aLineOfNothingOrOfWhiteSpaceHasNoWords() {
    assertEquals(List.of(), words(""));
    assertEquals(List.of(), words(" \t\u2003\u3000"));
  }

  @Test
  void aNonBreakingSpaceAndAPairOfSurrogatesBelongToTheirWord() {
    assertEquals(List.of("a\u00A0b", "\uD83C\uDF0A!"), words("a\u00A0b \uD83C\uDF0A!"));
  }

  @Test
  void aSecondIterationBeginsAgain() {
    Words words = Words.of("one two");
    assertEquals(words(words), words(words));
  }

  @Test
  void afterTheLastWordThereIsNone() {
    var words = Words.of("one").iterator();
    assertEquals("one", words.next());
    assertFalse(words.hasNext());
    assertThrows(NoSuchElementException.class, words::next);
  }

  @Test
  void randomLinesSplitAsARegularExpressionWouldSplitThem() {
    SplittableRandom random = new SplittableRandom(7);
    String alphabet = "ab\u00E9\u00A0\uD83C\uDF0A \t\r\u000B\u001C\u2003\u2028\u0085";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder line = new StringBuilder();
      for (int length = random.nextInt(12); length > 0; length--) {
        line.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      List<String> expected =
          Arrays.stream(line.toString().split("\\p{javaWhitespace}+"))
              .filter(word -> !word.isEmpty())
              .toList();
      assertEquals(expected, words(line.toString()), () -> "line " + line);
    }
  }

  private static List<String> words(String line) {
    return words(Words.of(line));
  }

  private static List<String> words(Words words) {
    List<String> list = new ArrayList<>();
    words.forEach(list::add);
    return list;
  }
}
