package io.holdfast.tools;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Puts the stack trace of an error that nobody expected into a file, away from the terminal. */
final class ErrorReport {
  private ErrorReport() {}

  /**
   * Writes {@code error} to a new file in the system's temporary directory and says so in one line.
   */
  static String write(Throwable error) {
    String what = error.toString().replaceAll("\\s*\\R\\s*", " ");
    try {
      Path file = Files.createTempFile("holdfast-error-", ".log");
      try (PrintWriter out =
          new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8))) {
        out.println("java " + Runtime.version() + ", " + System.getProperty("os.name"));
        error.printStackTrace(out);
      }
      return "unexpected error: " + what + "; please report it with " + file;
    } catch (IOException e) {
      return "unexpected error: " + what + "; its stack trace could not be written: " + e;
    }
  }
}
