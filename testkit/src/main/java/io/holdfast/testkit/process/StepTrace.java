package io.holdfast.testkit.process;

import io.holdfast.testkit.report.Step;
import io.holdfast.wal.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The steps of a life in a file, a line each, written when the step is done: number, milliseconds
 * since the start, component, action, path, milestones; between them tabs. Not forced: it survives
 * the process, not the machine.
 */
public final class StepTrace implements AutoCloseable {
  private static final String END = "end\t";
  private static final int FIELDS = 6;

  private final FileChannel file;

  private StepTrace(FileChannel file) {
    this.file = file;
  }

  static StepTrace appendTo(Path file) {
    try {
      return new StepTrace(
          FileChannel.open(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw new StorageException("open the trace " + file + ": " + e.getMessage(), e);
    }
  }

  void write(Step step) {
    put(line(step));
  }

  /** The point at which the life ended, and the step that was under way. */
  void end(StepPoint point, Step step) {
    put(END + point + "\t" + line(step));
  }

  private static String line(Step step) {
    return step.number()
        + "\t"
        + step.atMillis()
        + "\t"
        + step.component()
        + "\t"
        + step.action()
        + "\t"
        + step.path()
        + "\t"
        + step.milestone();
  }

  private synchronized void put(String line) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    } catch (IOException e) {
      throw new StorageException("write the trace: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new StorageException("close the trace: " + e.getMessage(), e);
    }
  }

  /**
   * The steps that were done, by number; a last line that the end of the process has cut is left
   * out, and so is the step that was under way.
   *
   * @throws StorageException if the file cannot be read or is no trace
   */
  public static List<Step> read(Path file) {
    List<Step> steps = new ArrayList<>();
    for (String line : lines(file)) {
      if (!line.startsWith(END)) {
        steps.add(step(file, line, line.split("\t", -1)));
      }
    }
    steps.sort(Comparator.comparingLong(Step::number));
    return steps;
  }

  /**
   * The step that was under way when the life came to the point of its plan; empty if it did not.
   *
   * @throws StorageException as above
   */
  public static Optional<Step> end(Path file) {
    return lines(file).stream()
        .filter(line -> line.startsWith(END))
        .map(line -> line.split("\t", 3)[2])
        .map(line -> step(file, line, line.split("\t", -1)))
        .findFirst();
  }

  private static List<String> lines(Path file) {
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    } catch (IOException e) {
      throw new StorageException("read the trace " + file + ": " + e.getMessage(), e);
    }
  }

  private static Step step(Path file, String line, String... field) {
    if (field.length != FIELDS) {
      throw new StorageException(file + " is no trace of steps: '" + line + "'", null);
    }
    return new Step(
        Long.parseLong(field[0]), Long.parseLong(field[1]), field[2], field[3], field[4], field[5]);
  }
}
