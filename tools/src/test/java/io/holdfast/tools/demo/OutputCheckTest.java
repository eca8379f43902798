package io.holdfast.tools.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.DamageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputCheckTest {
  private static final ExpectedCounts SEA_AND_ROCK =
      new ExpectedCounts(Map.of("sea", 3L, "rock", 1L), 4);

  @TempDir private Path output;

  @Test
  void countsAndTotalsThatAreRightAreExact() throws IOException {
    batch("counts-00000000000000000100", "sea\t2\t2");
    batch("counts-00000000000000000200", "sea\t1\t3", "rock\t1\t1");
    OutputCheck check = check();
    assertTrue(check.exact());
    assertEquals(4, check.words());
    assertEquals(2, check.batches());
    assertEquals(0, check.wrong().size());
  }

  @Test
  void aBatchThatIsMissingIsLost() throws IOException {
    batch("counts-00000000000000000100", "sea\t2\t2");
    OutputCheck check = check();
    assertFalse(check.exact());
    assertEquals(2, check.lost());
    assertEquals(0, check.duplicated());
  }

  @Test
  void aBatchThatIsThereTwiceIsDuplicated() throws IOException {
    batch("counts-00000000000000000100-e1", "sea\t2\t2");
    batch("counts-00000000000000000100-e2", "sea\t2\t2");
    batch("counts-00000000000000000200-e2", "sea\t1\t3", "rock\t1\t1");
    OutputCheck check = check();
    assertEquals(0, check.lost());
    assertEquals(2, check.duplicated());
    assertEquals(new OutputCheck.WrongWord("sea", 3, 5, 3), check.wrong().get(0));
  }

  @Test
  void aTotalThatForgotABatchIsLostAlthoughTheCountsAreRight() throws IOException {
    batch("counts-00000000000000000100", "sea\t2\t2");
    batch("counts-00000000000000000200", "sea\t1\t1", "rock\t1\t1");
    OutputCheck check = check();
    assertEquals(4, check.words());
    assertEquals(2, check.lost());
    assertEquals(0, check.duplicated());
  }

  @Test
  void aTotalThatAddedABatchTwiceIsDuplicatedAlthoughTheCountsAreRight() throws IOException {
    batch("counts-00000000000000000100", "sea\t2\t2");
    batch("counts-00000000000000000200", "sea\t1\t5", "rock\t1\t1");
    assertEquals(2, check().duplicated());
  }

  @Test
  void aLossAndADuplicateOfTheSameSizeDoNotCancelOut() throws IOException {
    batch("counts-00000000000000000100", "sea\t4\t4");
    OutputCheck check = check();
    assertEquals(4, check.words());
    assertEquals(1, check.lost());
    assertEquals(1, check.duplicated());
  }

  @Test
  void aWordThatWasNeverSentIsDuplicated() throws IOException {
    batch("counts-00000000000000000100", "sea\t3\t3", "rock\t1\t1", "sand\t1\t1");
    assertEquals(1, check().duplicated());
  }

  @Test
  void theLastTotalIsThatOfTheLatestBatchWhateverTheOrderOfTheDirectory() throws IOException {
    batch("counts-00000000000000000200-e10", "sea\t1\t3", "rock\t1\t1");
    batch("counts-00000000000000000200-e9", "sea\t0\t7");
    batch("counts-00000000000000000100-e9", "sea\t2\t2");
    assertTrue(check().exact());
  }

  @Test
  void whatTheSinkKeepsForItselfIsNoOutput() throws IOException {
    batch("counts-00000000000000000100", "sea\t3\t3", "rock\t1\t1");
    batch("_staging", "sea\t9\t9");
    Files.writeString(output.resolve("counts-00000000000000000100/_manifest"), "not rows");
    assertTrue(check().exact());
  }

  @Test
  void withoutAnyOutputEverythingIsLost() throws IOException {
    Files.delete(output);
    assertEquals(4, check().lost());
  }

  @Test
  void aRowOfAnotherFormIsNamedWithItsPlace() throws IOException {
    batch("counts-00000000000000000100", "sea\t3\t3", "rock 1 1");
    DamageException error = assertThrows(DamageException.class, this::check);
    assertEquals(
        output
            + "/counts-00000000000000000100/part-00000.txt line 2"
            + " is not word<TAB>count<TAB>total: 'rock 1 1'",
        error.getMessage());
  }

  private OutputCheck check() throws IOException {
    return OutputCheck.run(SEA_AND_ROCK, output);
  }

  private void batch(String name, String... rows) throws IOException {
    Path directory = Files.createDirectories(output.resolve(name));
    Files.writeString(directory.resolve("part-00000.txt"), String.join("\n", rows) + "\n");
  }
}
