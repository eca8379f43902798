package io.holdfast.testkit.invariant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResidueTest {
  private final Storage storage = new SimulatedDisk().storage();

  private void make(String directory, String file) {
    storage.createDirectories(directory);
    storage.createExclusive(directory + "/" + file).close();
  }

  @Test
  void whatBelongsThereIsNone() {
    make("app/journal", "segment-1.hfw");
    make("app/journal", "segment-1.hfw.cut-1");
    make("out/counts-1", "part-0.txt");
    storage.createDirectories("out/_holdfast/counts/staging");
    storage.createDirectories("out/_holdfast/counts/trash");
    assertEquals(List.of(), Residue.in(storage));
  }

  @Test
  void whatIsTemporaryStagedOrThrownAwayIs() {
    make("app/checkpoints", "checkpoint-1.hfc.1.tmp");
    make("out/_holdfast/counts/staging/1-1", "part-0.txt");
    storage.createDirectories("out/_holdfast/counts/staging/2-1");
    make("out/_holdfast/counts/trash/1-1-2", "_manifest");
    make("out/_holdfast/counts/gathered/1", "_manifest");
    assertEquals(
        List.of(
            "app/checkpoints/checkpoint-1.hfc.1.tmp",
            "out/_holdfast/counts/gathered/1/_manifest",
            "out/_holdfast/counts/staging/1-1/part-0.txt",
            "out/_holdfast/counts/staging/2-1",
            "out/_holdfast/counts/trash/1-1-2/_manifest"),
        Residue.in(storage));
  }
}
