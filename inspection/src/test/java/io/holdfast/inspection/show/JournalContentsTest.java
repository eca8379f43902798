package io.holdfast.inspection.show;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdfast.engine.journal.BlockLocation.InMemory;
import io.holdfast.engine.journal.BlockLocation.InSource;
import io.holdfast.engine.journal.JournalEvent.BlockAdded;
import io.holdfast.engine.journal.JournalEvent.BlocksLost;
import io.holdfast.engine.journal.JournalEvent.Loss;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.inspection.Content;
import io.holdfast.source.SourceRange;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a dump of the journal says of blocks that lie in no log. */
final class JournalContentsTest {
  @Test
  void aBlockInItsSourceNamesItsOffsets() {
    SourceRange range = new SourceRange("a.txt", 960, 1920, 20, 960, 0x0BADCAFE);
    Content content =
        JournalContents.of(
            new BlockAdded(
                new ReceivedBlock("files", 4, 20, new InSource(range), Map.of("a.txt", 1920L))));
    assertEquals(
        "block files/4: 20 records, 960 B in its source, partition 'a.txt' from offset 960 until"
            + " 1920, source a.txt=1920",
        content.words());
    assertEquals("a.txt", content.fields().get("partition"));
    assertEquals(960L, content.fields().get("from"));
    assertEquals(1920L, content.fields().get("until"));
  }

  @Test
  void aBlockInMemoryNamesItsDriverAndALossWhatIsLost() {
    Content content =
        JournalContents.of(
            new BlockAdded(
                new ReceivedBlock("ticks", 9, 20, new InMemory(3, 960), Map.of("tick", 180L))));
    assertEquals(
        "block ticks/9: 20 records, 960 B in the memory of epoch 3, source tick=180",
        content.words());
    Content lost = JournalContents.of(new BlocksLost(4, List.of(new Loss("ticks", 2, 40))));
    assertEquals("lost with drivers before epoch 4: ticks 2 blocks with 40 records", lost.words());
    assertEquals("blocks_lost", lost.type());
  }
}
