package io.holdfast.wal.storage.hdfs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.wal.storage.hdfs.servers.HdfsServer;
import java.io.File;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings in the files of Hadoop, as the first storage of a process finds them. */
final class SiteSettingsTest {
  @TempDir private Path site;

  @Test
  void firstStorageReadsTheSettingsOfHdfs() throws Exception {
    HdfsServer.writeSite(site, Map.of("holdfast.hdfs.min.replicas", "2"));
    assertTrue(options().contains("minReplicas=2"), options());
  }

  /** With classes of its own, so that nothing of Hadoop has been used before. */
  private String options() throws Exception {
    List<URL> classPath = new ArrayList<>(List.of(site.toUri().toURL()));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      classPath.add(Path.of(entry).toUri().toURL());
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader fresh =
        new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      thread.setContextClassLoader(fresh);
      Method options =
          fresh.loadClass(HdfsStorageProvider.class.getName()).getDeclaredMethod("options");
      options.setAccessible(true);
      return options.invoke(null).toString();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
