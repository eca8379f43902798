package io.holdfast.wal.storage;

import static io.holdfast.wal.storage.StorageFixture.assertMessage;
import static io.holdfast.wal.storage.StorageFixture.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ConfigurationException;
import io.holdfast.wal.storage.local.LocalStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoragesTest {
  @TempDir private Path directory;

  @Test
  void pathsAndFileUrisAreTheLocalStorage() throws IOException {
    Path spaced = Files.createDirectory(directory.resolve("a b"));
    for (String location :
        List.of(
            spaced.toString(),
            spaced.toUri().toString(),
            "file:" + spaced.toUri().getRawPath(),
            "FILE://" + spaced.toUri().getRawPath(),
            "file://localhost" + spaced.toUri().getRawPath())) {
      try (Storage storage = Storages.open(location)) {
        assertTrue(storage instanceof LocalStorage, location);
        assertEquals(spaced.toString(), storage.location());
      }
    }
    assertEquals(Path.of("x:y").toAbsolutePath().toString(), Storages.open("./x:y").location());
    assertEquals(Path.of("c:").toAbsolutePath().toString(), Storages.open("c:").location());
  }

  @Test
  void openReadOnlyChangesNothing() throws IOException {
    Files.writeString(directory.resolve("a"), "old");
    try (Storage storage = Storages.openReadOnly(directory.toUri().toString())) {
      assertEquals("old", StorageFixture.read(storage, "a"));
      assertThrows(UnsupportedOperationException.class, () -> storage.createExclusive("b"));
      assertThrows(UnsupportedOperationException.class, () -> storage.probe(""));
    }
  }

  @Test
  void fileUriMustNameAFileOfThisMachine() {
    for (String location :
        List.of("file:relative", "file://elsewhere/x", "file:///x?y", "file:/x#y")) {
      assertMessage(
          assertThrows(ConfigurationException.class, () -> Storages.open(location), location),
          location,
          "write file:///absolute/path");
    }
    assertMessage(
        assertThrows(ConfigurationException.class, () -> Storages.open("file:///a b")),
        "file:///a b",
        "at character 10",
        "Escape it");
    assertMessage(
        assertThrows(ConfigurationException.class, () -> Storages.open("a\0b")), "is not a path");
  }

  @Test
  void missingProviderIsNamed() {
    for (String location : List.of("hdfs://namenode:8020/app", "HDFS:///app", "viewfs://c/app")) {
      assertMessage(
          assertThrows(ConfigurationException.class, () -> Storages.open(location), location),
          location,
          "io.holdfast:holdfast-hdfs",
          "class path");
    }
  }

  @Test
  void unknownSchemesListTheKnownOnes() {
    assertMessage(
        assertThrows(ConfigurationException.class, () -> Storages.open("gopher://host/x")),
        "gopher://host/x",
        "nothing on the class path opens gopher:",
        "What can be opened: file, and plain paths");
    assertMessage(
        assertThrows(ConfigurationException.class, () -> Storages.openReadOnly("s3a://bucket/x")),
        "s3a://bucket/x",
        "does not make what is written to an open file durable",
        "What can be opened: file");
  }

  @Test
  void storageStaysUsableThroughTheDoor() {
    try (Storage storage = Storages.open(directory.resolve("new").toString())) {
      storage.createDirectories("");
      try (Appender appender = storage.createExclusive("a", 1)) {
        appender.write(bytes("x"));
      }
      assertEquals("x", StorageFixture.read(storage, "a"));
    }
  }
}
