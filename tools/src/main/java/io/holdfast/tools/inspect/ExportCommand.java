package io.holdfast.tools.inspect;

import io.holdfast.ConfigurationException;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.Text;
import io.holdfast.inspection.exchange.Exporter;
import io.holdfast.tools.Version;
import io.holdfast.wal.storage.StorageException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast export}. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Writes files as lines of JSON, from which 'holdfast import' makes them again byte for byte.",
      "A log, a checkpoint, any file or directory of an application, or all of it. What is",
      "understood is decoded and can be edited; what is damaged is kept as it is. Only reads."
    },
    footer = {
      "",
      "The format is described in docs/formats/export.md.",
      "Ends with 0 written, 2 usage, 5 not readable or not writable. What is damaged is no error.",
      "",
      "Examples:",
      "  holdfast export app --out app.jsonl",
      "  holdfast export app/journal | jq -c 'select(.content.type == \"batch_completed\")'"
    })
public final class ExportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "PATH", description = "A file, a directory, or an application's.")
  private String path;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to; must not be there yet (default: standard output).")
  private Path file;

  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    if (file == null && output.json()) {
      throw new ConfigurationException(
          "--json tells what was written, and without --out standard output is what is written:"
              + " add --out FILE, or leave --json out.");
    }
    Given from = Given.at(path);
    Exporter.Summary summary;
    try (Progress progress = new Progress()) {
      summary =
          file == null
              ? write(from, new TextStream(output.out()), progress)
              : write(from, progress);
    }
    if (file != null) {
      try (Printer printer = output.printer()) {
        printer.print(
            Content.of(
                    "exported",
                    "exported "
                        + Text.count(summary.files(), "file")
                        + ", "
                        + Text.bytes(summary.bytes())
                        + ", to "
                        + file)
                .with("file", file.toString())
                .with("files", summary.files())
                .with("length", summary.bytes()));
      }
    }
    return 0;
  }

  private Exporter.Summary write(Given from, Progress progress) {
    try (OutputStream out =
        Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      return write(from, out, progress);
    } catch (FileAlreadyExistsException e) {
      throw new ConfigurationException(
          file + " is there already. Name another file, or delete it first.", e);
    } catch (NoSuchFileException e) {
      throw new ConfigurationException(
          file + " cannot be made: its directory does not exist. Make it first.", e);
    } catch (IOException e) {
      throw new StorageException(file + " cannot be written: " + e.getMessage(), e);
    }
  }

  private static Exporter.Summary write(Given from, OutputStream out, Progress progress) {
    return Exporter.export(
        from.storage(), from.file(), new Version().getVersion()[0], out, progress::at);
  }
}
