package io.holdfast.engine.block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.engine.journal.BlockLocation.InMemory;
import io.holdfast.engine.journal.ReceivedBlock;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Blocks that are nowhere but in memory, and not more of them than is allowed. */
final class BlockManagerBasedBlockHandlerTest {
  private final List<String> held = new ArrayList<>();
  private final BlockManagerBasedBlockHandler handler =
      new BlockManagerBasedBlockHandler(
          new DataLogs(Map.of(), name -> null),
          4,
          100,
          new Holding() {
            @Override
            public void held(String reason) {
              held.add(reason);
            }

            @Override
            public void freed() {
              held.add("freed");
            }
          });

  private CompletableFuture<ReceivedBlock> store(long sequence, int bytes) {
    BlockFormat.Header header =
        new BlockFormat.Header("lines", sequence, 3, Map.of("line", sequence), bytes);
    return handler.store(header, ByteBuffer.allocate(bytes));
  }

  @Test
  void aBlockIsThereUntilItsBatchIsComplete() {
    ReceivedBlock block = store(1, 60).join();
    assertEquals(new ReceivedBlock("lines", 1, 3, new InMemory(4, 60), Map.of("line", 1L)), block);
    assertEquals(60, handler.read(block).remaining());
    assertEquals(60, handler.read(block).remaining(), "a batch may be computed again");
    handler.completed(List.of(block));
    assertThrows(IllegalStateException.class, () -> handler.read(block));
  }

  @Test
  void whatIsTooMuchWaitsInItsOrder() {
    CompletableFuture<ReceivedBlock> large = store(1, 500);
    assertTrue(large.isDone(), "one block there may always be");
    CompletableFuture<ReceivedBlock> second = store(2, 60);
    CompletableFuture<ReceivedBlock> third = store(3, 60);
    CompletableFuture<ReceivedBlock> fourth = store(4, 10);
    assertFalse(second.isDone() || third.isDone() || fourth.isDone());
    handler.completed(List.of(large.join()));
    assertTrue(second.isDone());
    assertFalse(third.isDone() || fourth.isDone(), "the fourth would fit, but comes behind");
    assertEquals(List.of("100 bytes of it wait in memory to be processed"), held);
    handler.completed(List.of(second.join()));
    assertTrue(third.isDone() && fourth.isDone());
    assertEquals("freed", held.get(1));
    assertEquals(2, held.size());
  }
}
