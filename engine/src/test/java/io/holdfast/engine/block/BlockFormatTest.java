package io.holdfast.engine.block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.DamageException;
import io.holdfast.engine.FieldDump;
import io.holdfast.engine.FormatPage;
import io.holdfast.source.RecordCodec;
import io.holdfast.wal.FieldWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The bytes of a block, as docs/formats/state.md describes them. */
final class BlockFormatTest {
  private static final BlockFormat.Header HEADER =
      new BlockFormat.Header("lines", 7, 2, Map.of("line", 300L), 10);

  private static byte[] block(String... records) {
    FieldWriter framed = new FieldWriter();
    for (String record : records) {
      framed.putBytes(record.getBytes(StandardCharsets.UTF_8));
    }
    ByteBuffer view =
        BlockFormat.assemble(
            new BlockFormat.Header(
                HEADER.stream(), 7, records.length, HEADER.offsets(), framed.sizeBytes()),
            framed);
    byte[] bytes = new byte[view.remaining()];
    view.get(bytes);
    return bytes;
  }

  @Test
  void thePageShowsTheBytesAsTheyAre() throws IOException {
    FieldDump dump = new FieldDump(block("hold", "fast"));
    dump.title("header");
    dump.byteField("block version %s");
    dump.string("stream '%s'");
    dump.varint("block %s");
    long records = dump.varint("records %s");
    dump.varint("source positions %s");
    dump.string("source partition '%s'");
    dump.varint("position %s");
    dump.intField("length of the records section %s");
    dump.title("records");
    for (long i = 0; i < records; i++) {
      dump.raw((int) dump.varint("length %s"), "record");
    }
    new FormatPage("state.md").requireShows("BlockFormatTest", dump.text());
  }

  @Test
  void recordsComeBackInOrder() {
    for (String[] records :
        new String[][] {
          {}, {""}, {"hold", "fast"}, {"x".repeat(127), "x".repeat(128), "x".repeat(70_000), "grün"}
        }) {
      List<String> read = new ArrayList<>();
      BlockFormat.forEach(ByteBuffer.wrap(block(records)), RecordCodec.text(), read::add);
      assertEquals(List.of(records), read);
    }
  }

  @Test
  void headerComesBack() {
    assertEquals(HEADER, BlockFormat.header(ByteBuffer.wrap(block("hold", "fast")), "block"));
  }

  @Test
  void viewIntoALargerBufferIsReadFromItsPosition() {
    byte[] block = block("hold", "fast");
    ByteBuffer larger = ByteBuffer.allocate(block.length + 20).position(13).put(block).flip();
    List<String> read = new ArrayList<>();
    BlockFormat.forEach(larger.position(13).slice(), RecordCodec.text(), read::add);
    assertEquals(List.of("hold", "fast"), read);
  }

  @Test
  void truncatedBlockAndUnknownVersionAreDamage() {
    byte[] whole = block("hold", "fast");
    for (int length = 0; length < whole.length; length++) {
      ByteBuffer cut = ByteBuffer.wrap(Arrays.copyOf(whole, length));
      assertThrows(
          DamageException.class, () -> BlockFormat.forEach(cut, RecordCodec.text(), r -> {}));
    }
    whole[0] = 2;
    DamageException error =
        assertThrows(
            DamageException.class,
            () -> BlockFormat.header(ByteBuffer.wrap(whole), "block 7 of 'lines'"));
    assertTrue(
        error.getMessage().contains("Cannot decode block 7 of 'lines'")
            && error.getMessage().contains("its block version is 2"),
        error::getMessage);
  }
}
