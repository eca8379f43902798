package io.holdfast.testkit.chaos;

import io.holdfast.ExitCode;
import io.holdfast.Finding;
import io.holdfast.inspection.check.ApplicationInspector;
import io.holdfast.inspection.check.ApplicationReport;
import io.holdfast.testkit.invariant.Residue;
import io.holdfast.testkit.process.JobDirectory;
import io.holdfast.wal.storage.Storages;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/** What lies in a job's directory when its last life has stopped. */
final class Leftovers {
  private Leftovers() {}

  /** What should not be there or is not sound, in words; empty if nothing. */
  static String check(JobDirectory directory) {
    List<String> left = Residue.in(Storages.openReadOnly(directory.files()));
    if (!left.isEmpty()) {
      return "left behind: " + left;
    }
    ApplicationReport report =
        ApplicationInspector.inspect(Storages.openReadOnly(directory.application()), looked -> {});
    List<Finding> wrong =
        report.findings().stream().filter(f -> f.exitCode() != ExitCode.OK).toList();
    return wrong.isEmpty() ? "" : "not sound: " + wrong;
  }

  /** Files with bytes that a crash tore off a log. */
  static long cutFiles(JobDirectory directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory.root())) {
      return all.filter(file -> file.getFileName().toString().contains(".cut-")).count();
    }
  }

  static void deleteTree(Path top) throws IOException {
    if (!Files.exists(top)) {
      return;
    }
    Files.walkFileTree(
        top,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException error)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
