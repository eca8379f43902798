package io.holdfast.wal.storage.hdfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ConfigurationException;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageContract;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StorageReader;
import io.holdfast.wal.storage.Storages;
import io.holdfast.wal.storage.local.LocalStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HdfsStorageTest extends StorageContract {
  private final HdfsCluster cluster = HdfsCluster.shared();
  private final String location = cluster.newDirectory();
  private Storage opened;

  @Override
  protected Storage newStorage() {
    opened = cluster.open(location);
    return opened;
  }

  @Override
  protected Storage sameStorageAgain() {
    return cluster.open(location);
  }

  @Override
  protected Set<Leeway> leeway() {
    return EnumSet.allOf(Leeway.class);
  }

  @AfterEach
  void closeStorage() {
    opened.close();
  }

  @Test
  void fileIsOneBlockOfTheSizeThatIsExpected() throws IOException {
    long expected = (3 << 20) + 1;
    try (Appender appender = storage().createExclusive("a", expected)) {
      appender.write(ByteBuffer.allocateDirect((int) expected));
      appender.force();
    }
    try (Appender appender = storage().createExclusive("small", 1)) {
      appender.write(bytes("x"));
    }
    assertEquals((3 << 20) + 512, HdfsCluster.blockBytes(location + "/a"));
    assertEquals(1 << 20, HdfsCluster.blockBytes(location + "/small"));
    assertEquals(1, HdfsCluster.blocks(location + "/a"));
  }

  @Test
  void forcedBytesAreReadByAnotherClientAtOnce() {
    Storage other = sameStorageAgain();
    try (Appender appender = storage().createExclusive("a", 1000)) {
      for (int i = 1; i <= 20; i++) {
        appender.write(bytes("0123456789"));
        appender.force();
        try (StorageReader reader = other.open("a")) {
          assertEquals(i * 10L, reader.length());
        }
      }
    }
    other.close();
  }

  @Test
  void localFilesThroughHadoopAreTheLocalStorage(@TempDir Path directory) {
    HdfsOptions plain = HdfsOptions.DEFAULT;
    for (String local : new String[] {directory.toString(), directory.toUri().toString()}) {
      try (Storage storage = cluster.open(local, plain)) {
        assertTrue(storage instanceof LocalStorage, local);
        assertEquals(directory.toString(), storage.location());
      }
    }
    HdfsOptions mounted =
        plain.withHadoop("fs.viewfs.mounttable.c.link./data", directory.toUri().toString());
    try (Storage storage = cluster.open("viewfs://c/data/not/yet", mounted)) {
      assertTrue(storage instanceof LocalStorage);
      assertEquals(directory.resolve("not/yet").toString(), storage.location());
    }
  }

  @Test
  void viewIsResolvedToTheClusterBehindIt() {
    HdfsOptions mounted =
        HdfsCluster.options().withHadoop("fs.viewfs.mounttable.c.link./data", location);
    try (Storage storage = cluster.open("viewfs://c/data/below", mounted)) {
      assertEquals(location + "/below", storage.location());
      storage.probe("");
    }
    assertTrue(storage().exists("below"));
    assertMessage(
        assertThrows(
            ConfigurationException.class, () -> cluster.open("viewfs://c/elsewhere/x", mounted)),
        "viewfs://c/elsewhere/x",
        "lies in no mount");
  }

  @Test
  void providerOpensWhatTheServiceLoaderFinds() {
    try (Storage storage = Storages.open(location)) {
      storage.createDirectories("by/provider");
    }
    try (Storage storage = Storages.openReadOnly(location)) {
      assertTrue(storage.exists("by/provider"));
      assertThrows(UnsupportedOperationException.class, () -> storage.delete("by"));
    }
  }

  @Test
  void closedStorageSaysSo() {
    Storage closed = sameStorageAgain();
    closed.close();
    assertMessage(
        assertThrows(StorageException.class, () -> closed.exists("a")), "the storage is closed");
    assertFalse(storage().exists("a"));
  }

  @Test
  void interruptIsExplainedAndOneStrike() {
    Appender appender = storage().createExclusive("a", 100);
    appender.write(bytes("x"));
    Thread.currentThread().interrupt();
    assertMessage(
        assertThrows(StorageException.class, appender::force),
        "force " + location + "/a",
        "the thread was interrupted");
    Thread.interrupted();
    assertMessage(
        assertThrows(StorageException.class, appender::force),
        "an earlier write or force of this file failed");
    appender.close();
  }
}
