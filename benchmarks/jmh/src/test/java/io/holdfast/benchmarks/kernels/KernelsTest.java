package io.holdfast.benchmarks.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.engine.block.BlockFormat;
import io.holdfast.source.RecordCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.infra.Blackhole;

/** That the kernels do what their names say, and how they are judged. */
class KernelsTest {

  @Test
  void blockHoldsAllRecordsAlsoTheSecondTime() {
    BlockKernel kernel = new BlockKernel();
    kernel.make();
    kernel.serialize();
    List<String> read = new ArrayList<>();
    BlockFormat.forEach(kernel.serialize(), RecordCodec.text(), read::add);
    assertEquals(Arrays.asList(BlockKernel.lines(BlockKernel.RECORDS, 0)), read);
  }

  @Test
  void everyWordIsCounted() {
    WordCountKernel kernel = new WordCountKernel();
    kernel.make();
    assertEquals(WordCountKernel.RECORDS * WordCountKernel.WORDS_A_LINE, kernel.count());
  }

  @Test
  void deltaHasAllKeysAndItsVersion() {
    DeltaKernel kernel = new DeltaKernel();
    kernel.make();
    kernel.write();
    var changes = kernel.write();
    List<Object> keys = new ArrayList<>();
    for (int p = 0; p < changes.state().partitionCount(); p++) {
      changes.filled(p).forEach((key, value) -> keys.add(key));
    }
    assertEquals(DeltaKernel.KEYS, keys.size());
    assertEquals(2, changes.version());
  }

  @Test
  void everyEventBecomesDurableAndIsApplied() {
    JournalKernel kernel = new JournalKernel();
    kernel.make();
    assertEquals(JournalKernel.EVENTS, kernel.batch());
    assertEquals(JournalKernel.EVENTS, kernel.batch());
  }

  @Test
  void graphHasTheStateAndTheOutput() throws Exception {
    GraphKernel kernel = new GraphKernel();
    kernel.define();
    Blackhole hole =
        new Blackhole(
            "Today's password is swordfish. I understand instantiating Blackholes directly is dangerous.");
    assertEquals(2, kernel.generate(hole));
  }

  @Test
  void oneThatAllocatesMoreThanItsBudgetIsSaid() {
    Measured on = new Measured(Kernel.BLOCK, 100, 1, Kernel.BLOCK.budget());
    Measured over = new Measured(Kernel.GRAPH, 100, 1, Kernel.GRAPH.budget() + 0.1);
    assertTrue(on.withinBudget());
    assertFalse(over.withinBudget());
    List<String> table = Measured.table(List.of(on, over)).lines().toList();
    assertTrue(table.get(1).endsWith("within"), table.get(1));
    assertTrue(table.get(2).endsWith("EXCEEDED"), table.get(2));
  }

  @Test
  void choiceIsByNameAndAnEmptyOneIsRefused() {
    assertEquals(List.of(Kernel.DELTA), Kernels.chosen("delta"));
    assertEquals(Kernel.values().length, Kernels.chosen(".").size());
    assertThrows(IllegalArgumentException.class, () -> Kernels.chosen("nothing"));
    assertThrows(IllegalArgumentException.class, () -> Kernels.chosen("("));
  }
}
