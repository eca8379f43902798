package io.holdfast.testkit.job;

import io.holdfast.ConfigurationException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads a sample: a directory with files of lines. */
public final class SampleInput {
  private static final long LARGEST_BYTES = 64L << 20;

  private SampleInput() {}

  /**
   * The records of each stream: the lines of the file that is named after it, whatever its
   * extension. A job with one stream gets the lines of all files, by name.
   *
   * @param streams of the job that are to be given records
   * @throws ConfigurationException if a file is missing, cannot be read, or belongs to no stream
   */
  public static Map<String, List<String>> read(Path directory, List<String> streams) {
    List<Path> files = files(directory);
    Map<String, List<String>> records = new TreeMap<>();
    if (streams.size() == 1 && files.stream().noneMatch(file -> named(file, streams.get(0)))) {
      List<String> lines = new ArrayList<>();
      files.forEach(file -> lines.addAll(lines(file)));
      records.put(streams.get(0), lines);
      return records;
    }
    for (String stream : streams) {
      List<String> lines = new ArrayList<>();
      files.stream().filter(file -> named(file, stream)).forEach(f -> lines.addAll(lines(f)));
      if (lines.isEmpty()) {
        throw new ConfigurationException(
            "The sample "
                + directory
                + " has no records for the stream '"
                + stream
                + "'. Add a file "
                + stream
                + ".txt with a record a line. The job's streams are "
                + streams
                + ".");
      }
      records.put(stream, lines);
    }
    return records;
  }

  /**
   * The contents of all files in a directory, by the path they get at a location.
   *
   * @throws ConfigurationException if one cannot be read
   */
  public static Map<String, byte[]> contents(Path directory, String location) {
    Map<String, byte[]> contents = new TreeMap<>();
    for (Path file : files(directory)) {
      try {
        contents.put(location + "/" + file.getFileName(), Files.readAllBytes(file));
      } catch (IOException e) {
        throw unreadable(file, e);
      }
    }
    return contents;
  }

  private static List<Path> files(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new ConfigurationException(
          "The sample " + directory + " is not a directory. Name one with files of lines.");
    }
    try (Stream<Path> entries = Files.list(directory)) {
      List<Path> files =
          entries
              .filter(Files::isRegularFile)
              .filter(file -> !file.getFileName().toString().startsWith("."))
              .sorted()
              .toList();
      if (files.isEmpty()) {
        throw new ConfigurationException("The sample " + directory + " has no files.");
      }
      return files;
    } catch (IOException e) {
      throw unreadable(directory, e);
    }
  }

  private static boolean named(Path file, String stream) {
    String name = file.getFileName().toString();
    return name.equals(stream) || name.startsWith(stream + ".");
  }

  private static List<String> lines(Path file) {
    try {
      if (Files.size(file) > LARGEST_BYTES) {
        throw new ConfigurationException(
            "The sample file "
                + file
                + " is longer than "
                + (LARGEST_BYTES >> 20)
                + " MiB. A few hundred records show as much.");
      }
      return Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      throw new ConfigurationException("The sample file " + file + " is not text in UTF-8.");
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static ConfigurationException unreadable(Path path, IOException error) {
    return new ConfigurationException("The sample " + path + " cannot be read: " + error + ".");
  }
}
