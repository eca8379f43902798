package io.holdfast.tools.demo;

import io.holdfast.ConfigurationException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns any text into what is fed: lines of valid UTF-8 that end in line feeds. Bytes that are no
 * UTF-8 become replacement characters, all kinds of line ends become one.
 */
final class Corpus {
  /** The feeder keeps the text in one array. */
  private static final long MAX_BYTES = 1_000_000_000;

  private Corpus() {}

  /**
   * Writes the text to {@code target}, at most {@code maxLines} lines of it.
   *
   * @param input a file; without one the sources and documents below {@code home}
   * @throws ConfigurationException if there is no text to be had
   */
  static void write(Optional<Path> input, Optional<Path> home, Path target, long maxLines)
      throws IOException {
    List<Path> files = input.isPresent() ? List.of(checked(input.get())) : ownSources(home);
    long lines = 0;
    try (BufferedWriter out = Files.newBufferedWriter(target, StandardCharsets.UTF_8)) {
      for (Path file : files) {
        lines += copy(file, out, maxLines - lines);
      }
    }
    if (lines == 0) {
      throw new ConfigurationException(
          "--input " + files.get(0) + " is empty; name a file with some text");
    }
    if (Files.size(target) > MAX_BYTES) {
      throw new ConfigurationException(
          "--input " + files.get(0) + " is too large for the demo; use fewer --records");
    }
  }

  private static long copy(Path file, BufferedWriter out, long maxLines) throws IOException {
    long lines = 0;
    // This reader replaces what is malformed; the one of Files refuses it.
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
      while (lines < maxLines) {
        String line = in.readLine();
        if (line == null) {
          break;
        }
        out.write(line);
        out.write('\n');
        lines++;
      }
    }
    return lines;
  }

  /** Refuses, by the name of its flag, what is no readable file. */
  static Path checked(Path input) {
    String problem = null;
    if (!Files.exists(input)) {
      problem = "there is no such file";
    } else if (Files.isDirectory(input)) {
      problem = "it is a directory; name a file";
    } else if (!Files.isReadable(input)) {
      problem = "it cannot be read";
    }
    if (problem != null) {
      throw new ConfigurationException("--input " + input + ": " + problem);
    }
    return input;
  }

  private static List<Path> ownSources(Optional<Path> home) throws IOException {
    List<Path> files = new ArrayList<>();
    if (home.isPresent()) {
      Files.walkFileTree(home.get(), new SourceFiles(home.get(), files));
      files.sort(null);
    }
    if (files.isEmpty()) {
      throw new ConfigurationException(
          "there are no sources to use as input; name a file with --input");
    }
    return files;
  }

  /** Collects sources and documents, passing over what was built and what is hidden. */
  private static final class SourceFiles extends SimpleFileVisitor<Path> {
    private final Path home;
    private final List<Path> files;

    SourceFiles(Path home, List<Path> files) {
      this.home = home;
      this.files = files;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      String name = String.valueOf(directory.getFileName());
      boolean skipped = name.equals("target") || name.startsWith(".");
      return skipped && !directory.equals(home)
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      String name = file.getFileName().toString();
      if (attributes.isRegularFile()
          && (name.endsWith(".java") || name.endsWith(".md") || name.endsWith(".xml"))) {
        files.add(file);
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
