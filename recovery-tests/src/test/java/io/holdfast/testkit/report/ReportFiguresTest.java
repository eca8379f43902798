package io.holdfast.testkit.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.holdfast.testkit.report.PointOutcome.Outcome;
import io.holdfast.testkit.report.ReportFigures.Counts;
import io.holdfast.testkit.report.ReportFigures.Distribution;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReportFiguresTest {

  @Test
  void aPercentileIsTheNumberThatSoManyDoNotExceed() {
    Distribution three = new Distribution(LongStream.of(30, 10, 20));
    Distribution many = new Distribution(LongStream.rangeClosed(1, 200));

    assertEquals(20, three.percentile(50));
    assertEquals(30, three.percentile(99));
    assertEquals(100, many.percentile(50));
    assertEquals(198, many.percentile(99));
    assertEquals(200, many.max());
  }

  @Test
  void ofNothingEverythingIsNothing() {
    Distribution none = new Distribution(LongStream.empty());

    assertEquals(0, none.percentile(99));
    assertEquals("none came to a batch", none.recoveryWords());
    assertEquals("none in 0 recoveries", none.amountWords("file", "files"));
  }

  @Test
  void amountsSayHowManyAndWhere() {
    Distribution some = new Distribution(LongStream.of(0, 4, 1, 0));

    assertEquals("5 files in 2 of 4 recoveries, 4 at most", some.amountWords("file", "files"));
  }

  @Test
  void aWrongOutputIsWorseThanNoneAndThatWorseThanNothingTried() {
    Counts counts = new Counts();
    assertNull(counts.worst());
    assertEquals("not tried", counts.words());
    counts.add(Outcome.EXACT);
    assertEquals(Outcome.EXACT, counts.worst());
    counts.add(Outcome.NOT_REACHED);
    assertEquals(Outcome.NOT_REACHED, counts.worst());
    counts.add(Outcome.NOT_RECOVERED);
    assertEquals(Outcome.NOT_RECOVERED, counts.worst());
    counts.add(Outcome.WRONG);
    assertEquals(Outcome.WRONG, counts.worst());
    assertEquals("1 exact, 1 wrong, 1 not recovered, 1 not reached", counts.words());
  }
}
