package io.holdfast.sink;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.DamageException;
import io.holdfast.DriftException;
import io.holdfast.NewerFormatException;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.StorageReader;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.SimulatedStorage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The object file, as docs/formats/object-file.md describes it. */
final class ObjectFileTest {
  private static final Path PAGE = Path.of("..", "docs", "formats", "object-file.md");
  private static final String BEGIN = "<!-- dump: made by ObjectFileTest -->\n```text\n";
  private static final String UPDATE = "holdfast.update";
  private static final ObjectFile<String> FORMAT = new ObjectFile<>(RowCodec.utf8());
  private static final List<String> ROWS = List.of("hold", "", "fast ".repeat(30).strip());

  private static byte[] sample() {
    SimulatedStorage storage = new SimulatedDisk().storage();
    storage.createDirectories("out");
    StagedFile staged =
        new StagedFile(new StagedFile.Place(storage, "out", name -> {}, () -> {}), 0, 0);
    FileEncoding.RowWriter<String> writer = FORMAT.begin(staged);
    ROWS.forEach(writer::write);
    writer.finish();
    try (StorageReader reader = storage.open("out/part-00000.hfo")) {
      ByteBuffer bytes = ByteBuffer.allocate((int) reader.length());
      reader.read(0, bytes);
      return bytes.array();
    }
  }

  private static <T> List<T> read(byte[] bytes, RowCodec<T> codec) {
    SimulatedStorage storage = new SimulatedDisk().storage();
    try (Appender file = storage.createExclusive("copy.hfo")) {
      file.write(ByteBuffer.wrap(bytes));
    }
    List<T> rows = new ArrayList<>();
    try (StorageReader reader = storage.open("copy.hfo")) {
      new ObjectFile<>(codec).objects(reader, rows::add);
    }
    return rows;
  }

  @Test
  void thePageShowsTheBytesAsTheyAre() throws IOException {
    String page = Files.readString(PAGE, StandardCharsets.UTF_8);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf("```\n<!-- end of dump -->", begin);
    if (Boolean.getBoolean(UPDATE)) {
      Files.writeString(PAGE, page.substring(0, begin) + dump(sample()) + page.substring(end));
      return;
    }
    assertEquals(
        dump(sample()),
        page.substring(begin, end),
        "docs/formats/object-file.md is out of date: run the test with -D" + UPDATE + "=true");
  }

  private static String dump(byte[] bytes) {
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int name = file.getInt(16);
    int header = file.getInt(12);
    StringBuilder text = new StringBuilder("-- header\n");
    int at = line(text, bytes, 0, 8, "magic");
    at = line(text, bytes, at, 2, "format major " + file.getShort(8));
    at = line(text, bytes, at, 2, "format minor " + file.getShort(10));
    at = line(text, bytes, at, 4, "header length " + header);
    at = line(text, bytes, at, 4, "length of the codec's name " + name);
    at = line(text, bytes, at, name, "codec '" + text(bytes, at, name) + "', no schema");
    at = line(text, bytes, at, 4, "CRC32C of the header");
    text.append("-- rows\n");
    for (String row : ROWS) {
      int length = row.getBytes(StandardCharsets.UTF_8).length;
      at = line(text, bytes, at, length < 127 ? 1 : 2, "length " + length + ", plus 1");
      at = line(text, bytes, at, length, "row");
    }
    text.append("-- end\n");
    at = line(text, bytes, at, 1, "end mark");
    at = line(text, bytes, at, 8, "rows " + file.getLong(at));
    line(text, bytes, at, 4, "CRC32C of all bytes before");
    return text.toString();
  }

  private static int line(StringBuilder text, byte[] bytes, int at, int length, String what) {
    HexFormat hex = HexFormat.ofDelimiter(" ");
    for (int from = at; from < at + length; from += 16) {
      int to = Math.min(from + 16, at + length);
      String row =
          String.format(
              Locale.ROOT,
              "%04x  %-47s  %s",
              from,
              hex.formatHex(bytes, from, to),
              from == at ? what : "");
      text.append(row.stripTrailing()).append('\n');
    }
    return at + length;
  }

  private static String text(byte[] bytes, int from, int length) {
    return new String(bytes, from, length, StandardCharsets.UTF_8);
  }

  @Test
  void aFileOfFormatOneIsReadForEver() throws IOException {
    byte[] golden;
    try (InputStream file =
        ObjectFileTest.class.getResourceAsStream("/golden/object-file-1.0.bin")) {
      golden = file.readAllBytes();
    }
    assertEquals(ROWS, read(golden, RowCodec.utf8()));
    assertArrayEquals(golden, sample(), "this version writes format 1.0");
  }

  @Test
  void everyFlippedBitAndEveryTruncationIsDamage() {
    byte[] whole = sample();
    assertEquals(ROWS, read(whole, RowCodec.utf8()));
    for (int i = 0; i < whole.length * 8; i++) {
      byte[] flipped = whole.clone();
      flipped[i / 8] ^= (byte) (1 << (i % 8));
      requireDamage(flipped);
    }
    for (int length = 0; length < whole.length; length++) {
      requireDamage(Arrays.copyOf(whole, length));
    }
    requireDamage(Arrays.copyOf(whole, whole.length + 1));
  }

  private static void requireDamage(byte[] bytes) {
    DamageException error = assertThrows(DamageException.class, () -> read(bytes, RowCodec.utf8()));
    assertTrue(error.getMessage().contains("copy.hfo: "), error::getMessage);
  }

  /** Lengths that no writer writes are found before memory is asked for by them. */
  @Test
  void impossibleLengthsUnderARightChecksumAreDamage() {
    int header = ByteBuffer.wrap(sample()).order(ByteOrder.LITTLE_ENDIAN).getInt(12);
    for (String tail : List.of("ffffffff0f", "ffffffffffffffffffffff", "0541", "aa")) {
      byte[] rest = HexFormat.of().parseHex(tail + "00".repeat(9));
      byte[] bytes = Arrays.copyOf(sample(), header + rest.length + 4);
      System.arraycopy(rest, 0, bytes, header, rest.length);
      sealed(bytes);
      DamageException error =
          assertThrows(DamageException.class, () -> read(bytes, RowCodec.utf8()), tail);
      assertTrue(error.getMessage().contains("faulty or newer version"), error::getMessage);
    }
  }

  @Test
  void newerFormatIsNotDamage() {
    byte[] newer = sample();
    newer[8] = 2;
    int header = ByteBuffer.wrap(newer).order(ByteOrder.LITTLE_ENDIAN).getInt(12);
    ByteBuffer.wrap(newer)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(header - 4, ObjectFile.crc(newer, header - 4));
    NewerFormatException error =
        assertThrows(NewerFormatException.class, () -> read(newer, RowCodec.utf8()));
    assertTrue(error.getMessage().contains("format 2.0"), error::getMessage);
  }

  @Test
  void rowsOfAnotherCodecOrSchemaAreNotDecoded() {
    DriftException error =
        assertThrows(DriftException.class, () -> read(sample(), RowCodec.bytes()));
    assertTrue(
        error.getMessage().contains("codec 'utf8' and cannot be read by 'bytes'"),
        error::getMessage);
    DriftException schema =
        assertThrows(DriftException.class, () -> RowCodec.utf8().requireReadable("columns a, b"));
    assertTrue(schema.getMessage().contains("columns a, b"), schema::getMessage);
  }

  private static void sealed(byte[] bytes) {
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(bytes.length - 4, ObjectFile.crc(bytes, bytes.length - 4));
  }
}
