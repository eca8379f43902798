package io.holdfast.testkit;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.engine.Assembly;
import io.holdfast.testkit.CrashExplorer.Depth;
import io.holdfast.testkit.CrashExplorer.Result;
import org.junit.jupiter.api.Test;

/** The word count, crashed everywhere. */
class WordCountCrashTest {

  @Test
  void first() {
    long start = System.nanoTime();
    CrashExplorer explorer =
        new CrashExplorer(new WordCountJob(), WordCountJob.lines(40, 1), new Depth(1, 0), Assembly::new, disk -> {});
    Result result = explorer.explore(1);
    System.out.println(result + " in " + (System.nanoTime() - start) / 1e9);
    assertNull(result.failure());
    assertTrue(result.states() > 0);
  }
}
