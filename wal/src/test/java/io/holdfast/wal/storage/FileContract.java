package io.holdfast.wal.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What {@link Appender} and {@link StorageReader} promise short of a crash. */
public abstract class FileContract extends StorageFixture {
  @Test
  void createdFileReadsBackWhatWasWritten() {
    try (Appender appender = storage().createExclusive("a")) {
      appender.write(bytes("one"), bytes(""), bytes("two"));
      appender.write(bytes("three"));
      assertEquals(11, appender.position());
    }
    assertEquals("onetwothree", read("a"));
  }

  @Test
  void gatherWriteTakesMoreBuffersThanTheSystemTakesAtOnce() {
    ByteBuffer[] buffers = new ByteBuffer[3000];
    for (int i = 0; i < buffers.length; i++) {
      buffers[i] = bytes(i % 7 == 0 ? "" : "x" + i % 10);
    }
    try (Appender appender = storage().createExclusive("a")) {
      appender.write(buffers);
      show(appender);
      assertEquals(appender.position(), read("a").length());
    }
    assertEquals("x1x2x3x4x5x6x8", read("a").substring(0, 14));
    for (ByteBuffer buffer : buffers) {
      assertFalse(buffer.hasRemaining());
    }
  }

  @Test
  void readerSeesALiveAppender() {
    try (Appender appender = storage().createExclusive("a");
        StorageReader reader = storage().open("a")) {
      assertEquals(0, reader.length());
      appender.write(bytes("late"));
      show(appender);
      assertEquals(4, reader.length());
      assertEquals("late", read("a"));
      ByteBuffer target = ByteBuffer.allocate(4);
      assertEquals(4, reader.read(0, target));
      appender.write(bytes("r"));
      show(appender);
      assertEquals(1, reader.read(4, target.clear()));
      assertEquals("r", text(target));
    }
  }

  @Test
  void readsArePositionalAndEndWithTheFile() {
    write("a", "0123456789");
    try (StorageReader reader = storage().open("a")) {
      ByteBuffer target = ByteBuffer.allocate(4);
      assertEquals(4, reader.read(3, target));
      assertEquals("3456", text(target));
      target.clear();
      assertEquals(2, reader.read(8, target));
      assertEquals("89", text(target));
      target.clear();
      assertEquals(0, reader.read(10, target));
      assertEquals(0, reader.read(1000, target));
      assertTrue(reader.location().endsWith("a"));
    }
  }

  @Test
  void forcedFileIsStillWritable() {
    try (Appender appender = storage().createExclusive("a")) {
      appender.write(bytes("one"));
      appender.force();
      appender.write(bytes("two"));
      appender.force();
    }
    assertEquals("onetwo", read("a"));
  }

  @Test
  void closedAppenderRefusesAndClosesTwice() {
    Appender appender = storage().createExclusive("a");
    appender.close();
    appender.close();
    assertMessage(
        assertThrows(StorageException.class, () -> appender.write(bytes("x"))),
        "write",
        "a",
        "closed");
    assertMessage(assertThrows(StorageException.class, appender::force), "force", "a", "closed");
  }

  @Test
  void openFilesSurvivePublication() {
    try (Appender appender = storage().createExclusive("tmp")) {
      appender.write(bytes("one"));
      storage().publish("tmp", "final");
      appender.write(bytes("two"));
      show(appender);
      assertEquals("onetwo", read("final"));
    }
    assertEquals("onetwo", read("final"));
  }

  @Test
  void readerOfADeletedFileSeesNoOther() {
    write("gone", "onetwo");
    try (StorageReader reader = storage().open("gone")) {
      storage().delete("gone");
      replaceOtherFiles("gone");
      ByteBuffer target = ByteBuffer.allocate(6);
      try {
        assertEquals(6, reader.read(0, target));
        assertEquals("onetwo", text(target));
      } catch (StorageException e) {
        assertTrue(leeway().contains(Leeway.DELETED_FILES_FAIL), e.getMessage());
      }
    }
  }

  @Test
  void appenderOfADeletedFileWritesIntoNoOther() {
    try (Appender appender = storage().createExclusive("gone")) {
      storage().delete("gone");
      replaceOtherFiles("gone");
      try {
        appender.write(bytes("into the void"));
        appender.force();
        assertEquals(13, appender.position());
      } catch (StorageException e) {
        assertTrue(leeway().contains(Leeway.DELETED_FILES_FAIL), e.getMessage());
      }
      assertEquals("other", read("other"));
      assertEquals("other", read("gone"));
    }
    assertEquals("other", read("gone"));
  }

  @Test
  void fileThatGrowsAheadHasZerosBehindWhatWasWritten() {
    try (Appender appender = storage().createExclusive("a")) {
      appender.write(bytes("one"));
      appender.growAhead(1000);
      appender.write(bytes("two"));
      appender.force();
      assertEquals(6, appender.position());
      String read = read("a");
      assertEquals("onetwo", read.substring(0, 6));
      assertEquals("", read.substring(6).replace("\0", ""));
      appender.growAhead(10);
      appender.write(bytes("three"));
      appender.force();
      assertEquals("onetwothree", read("a").substring(0, 11));
    }
    assertEquals("onetwothree", read("a"), "closing it takes the zeros away");
  }

  @Test
  void hintIsOverwrittenInPlaceOrForgotten() {
    try (Hint hint = storage().hint("h")) {
      hint.put(0, bytes("first"));
      hint.put(8, bytes("other"));
      hint.put(0, bytes("again"));
      if (hint != Hint.NONE) {
        assertEquals("again\0\0\0other", read("h"));
      }
    }
    try (Hint hint = storage().hint("h")) {
      hint.put(2, bytes("x"));
      if (hint != Hint.NONE) {
        assertEquals("agxin\0\0\0other", read("h"));
      }
    }
  }

  private void replaceOtherFiles(String deleted) {
    // Enough to make a storage use a place again, where it does so.
    int files = leeway().isEmpty() ? 300 : 20;
    for (int i = 0; i < files; i++) {
      storage().delete("other");
      write("other", "other");
    }
    write(deleted, "other");
  }
}
