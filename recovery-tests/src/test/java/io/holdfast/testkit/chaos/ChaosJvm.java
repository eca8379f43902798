package io.holdfast.testkit.chaos;

import io.holdfast.testkit.process.JavaCommand;
import io.holdfast.testkit.process.JobEnd;
import io.holdfast.testkit.process.JobProcess;
import io.holdfast.testkit.process.JobSpec;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * JVMs for lives that are short: with an archive of loaded classes, which takes jars, and without
 * what only tests need. Made once for all suites of a process.
 */
final class ChaosJvm {
  static final Path TARGET = Path.of("target", "chaos").toAbsolutePath();

  /** Of this process: tests run in several at a time. */
  private static final String PREFIX = "jvm-";

  private static final Path OWN = TARGET.resolve(PREFIX + ProcessHandle.current().pid());

  private static final Pattern ONLY_TESTS =
      Pattern.compile("junit|opentest4j|apiguardian|jspecify|mockito|byte-buddy|logback|surefire");
  private static JavaCommand shared;

  private ChaosJvm() {}

  static synchronized JavaCommand shared() {
    if (shared == null) {
      try {
        shared = make();
      } catch (IOException e) {
        throw new AssertionError("no class path for the processes", e);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    return shared;
  }

  private static JavaCommand make() throws IOException, InterruptedException {
    deleteThoseOfTheDead();
    Files.createDirectories(OWN);
    List<String> jars = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      if (Files.isDirectory(path)) {
        jars.add(jar(path, OWN.resolve("classes-" + jars.size() + ".jar")).toString());
      } else if (!ONLY_TESTS.matcher(path.toString()).find()) {
        jars.add(entry);
      }
    }
    JavaCommand plain =
        JavaCommand.forShortLives().onClassPath(String.join(File.pathSeparator, jars));
    Path archive = OWN.resolve("classes.jsa");
    Files.deleteIfExists(archive);
    Path directory = OWN.resolve("warm-up");
    Leftovers.deleteTree(directory);
    JobSpec spec = ChaosJob.of(directory, 3000, 1).spec().atLinesPerSecond(10_000);
    try (JobProcess life =
        JobProcess.start(plain.with("-XX:ArchiveClassesAtExit=" + archive), spec)) {
      JobEnd end = life.awaitEnd(Duration.ofSeconds(60));
      if (!end.finished()) {
        throw new AssertionError("the first life of all ended with " + end);
      }
    }
    return Files.exists(archive) ? plain.with("-XX:SharedArchiveFile=" + archive) : plain;
  }

  private static void deleteThoseOfTheDead() throws IOException {
    Files.createDirectories(TARGET);
    try (Stream<Path> all = Files.list(TARGET)) {
      for (Path directory : all.toList()) {
        String name = directory.getFileName().toString();
        if (name.startsWith(PREFIX)
            && ProcessHandle.of(Long.parseLong(name.substring(PREFIX.length()))).isEmpty()) {
          Leftovers.deleteTree(directory);
        }
      }
    }
  }

  private static Path jar(Path classes, Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> all = Files.walk(classes)) {
      for (Path path : all.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(new ZipEntry(classes.relativize(path).toString().replace('\\', '/')));
        Files.copy(path, out);
        out.closeEntry();
      }
    }
    return jar;
  }
}
