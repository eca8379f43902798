package io.holdfast.tools.inspect;

import io.holdfast.ConfigurationException;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.Text;
import io.holdfast.inspection.exchange.Importer;
import io.holdfast.tools.Version;
import io.holdfast.wal.storage.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code holdfast import}. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Makes the files of an export again: byte for byte, or as they were edited in it.",
      "Checksums and links of decoded lines are computed; lines with raw bytes are taken as they",
      "are. The directory appears whole, when all of it is durable, or not at all."
    },
    footer = {
      "",
      "Ends with 0 made, 2 usage or a line that says what cannot be, 3 no whole export, 4 export of",
      "a newer version, 5 not readable or not writable.",
      "",
      "Examples:",
      "  holdfast import app.jsonl app-again",
      "  holdfast export app/journal | sed s/pid.4711/somebody/ | holdfast import - journal"
    })
public final class ImportCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "What 'holdfast export' has written; - for standard input.")
  private String file;

  @Parameters(index = "1", paramLabel = "DIR", description = "A new or an empty directory.")
  private String directory;

  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    Given target = Given.toMake(directory);
    boolean standard = file.equals("-");
    if (!standard && (!Files.exists(Path.of(file)) || Files.isDirectory(Path.of(file)))) {
      throw new ConfigurationException("There is no file " + file + ". Check the path.");
    }
    try (InputStream in = standard ? System.in : Files.newInputStream(Path.of(file));
        Printer printer = output.printer()) {
      Importer.Summary summary =
          Importer.run(target.storage(), target.file(), in, standard ? "standard input" : file);
      print(summary, printer);
    } catch (IOException e) {
      throw new StorageException(file + " cannot be read: " + e.getMessage(), e);
    }
    return 0;
  }

  private void print(Importer.Summary summary, Printer printer) {
    summary
        .edited()
        .forEach(
            path ->
                printer.print(
                    Content.of("edited", path + " is not as it was exported").with("path", path)));
    String edited =
        summary.edited().isEmpty()
            ? ", all as they were exported"
            : ", all but " + summary.edited().size() + " as they were exported";
    printer.print(
        Content.of(
                "imported",
                "made "
                    + directory
                    + ": "
                    + Text.count(summary.files(), "file")
                    + ", "
                    + Text.bytes(summary.bytes())
                    + edited
                    + "\nlook at it with\n  holdfast verify "
                    + directory)
            .with("directory", directory)
            .with("files", summary.files())
            .with("length", summary.bytes())
            .with("edited_files", summary.edited().size()));
  }
}
