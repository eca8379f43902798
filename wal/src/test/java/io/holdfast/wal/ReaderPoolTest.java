package io.holdfast.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which readers stay open, and when the others are closed. */
class ReaderPoolTest {
  private final List<String> events = new ArrayList<>();
  private final ReaderPool pool = new ReaderPool(2);

  /** Says when it is opened and closed. */
  private final class Told implements StorageReader {
    private final String path;

    Told(String path) {
      this.path = path;
      events.add("open " + path);
    }

    @Override
    public String location() {
      return path;
    }

    @Override
    public long length() {
      return 0;
    }

    @Override
    public int read(long position, ByteBuffer target) {
      throw new UnsupportedOperationException("nothing to read");
    }

    @Override
    public void close() {
      events.add("close " + path);
    }
  }

  private void use(String... paths) {
    for (String path : paths) {
      assertEquals(path, pool.use(path, () -> new Told(path), StorageReader::location));
    }
  }

  @Test
  void theOneThatWasNotUsedForLongestIsClosed() {
    use("a", "b", "a", "c", "a", "b");
    assertEquals(List.of("open a", "open b", "open c", "close b", "open b", "close c"), events);
    assertEquals(2, pool.size());
  }

  @Test
  void whatIsInUseStaysOpen() {
    pool.use(
        "a",
        () -> new Told("a"),
        reader -> {
          use("b", "c", "d");
          pool.forget("a");
          use("a");
          assertEquals(
              List.of("open a", "open b", "open c", "open d", "close b", "open a", "close c"),
              events);
          return "";
        });
    assertEquals("close a", events.get(events.size() - 1));
    assertEquals(2, pool.size());
  }

  @Test
  void afterItsEndNothingStaysOpen() {
    use("a", "b");
    pool.close();
    use("a");
    assertEquals(List.of("open a", "open b", "close a", "close b", "open a", "close a"), events);
  }

  @Test
  void whatCannotBeOpenedIsTriedAgain() {
    assertThrows(
        IllegalStateException.class,
        () ->
            pool.use(
                "a",
                () -> {
                  throw new IllegalStateException("away");
                },
                StorageReader::location));
    use("a");
    pool.forget("a");
    pool.forget("b");
    assertEquals(List.of("open a", "close a"), events);
  }
}
