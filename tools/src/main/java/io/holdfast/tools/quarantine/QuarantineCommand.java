package io.holdfast.tools.quarantine;

import io.holdfast.ExitCode;
import io.holdfast.engine.ApplicationIdentity;
import io.holdfast.engine.quarantine.QuarantineFiles;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.Table;
import io.holdfast.inspection.Text;
import io.holdfast.tools.Version;
import io.holdfast.tools.inspect.OutputOptions;
import io.holdfast.tools.inspect.Printer;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.Storages;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code holdfast quarantine}. */
@Command(
    name = "quarantine",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Shows the records that a job has set aside, and sends them through it again.",
      "Safe beside the running job, which takes up what is sent within seconds."
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  holdfast quarantine list app",
      "  holdfast quarantine show app lines/17/3",
      "  holdfast quarantine replay app lines/17/3 --text 'what it should have been'"
    })
public final class QuarantineCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command: list, show or replay");
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "Lists the records: id, time of the batch, error, and the record as text.",
      footer = {"", "Example:", "  holdfast quarantine list app"})
  int list(
      @Parameters(paramLabel = "APP", description = "The application's directory.") String app,
      @Mixin OutputOptions output) {
    QuarantineFiles files = files(Storages.openReadOnly(app));
    Set<String> replayed = files.replayed();
    List<Letter> letters = letters(files);
    Table table = Table.of("", "id", "batch", "sent again", "error", "record");
    for (Letter letter : letters) {
      boolean again = replayed.contains(letter.id());
      table.row(
          letter.content(again, ""),
          Text.printable(letter.id()),
          letter.batch(),
          again ? "yes" : "no",
          Text.printable(letter.error()),
          Text.printable(letter.text()));
    }
    try (Printer printer = output.printer()) {
      table.forEach(printer::print);
      printer.print(
          Content.words((letters.isEmpty() ? "" : "\n") + Text.count(letters.size(), "record")));
    }
    return ExitCode.OK.code();
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "Shows a record in full: what failed, the record as text and in hex.",
      footer = {"", "Example:", "  holdfast quarantine show app lines/17/3"})
  int show(
      @Parameters(index = "0", paramLabel = "APP", description = "The application's directory.")
          String app,
      @Parameters(
              index = "1..*",
              arity = "1..*",
              paramLabel = "ID",
              description = "Ids as list shows them.")
          List<String> ids,
      @Mixin OutputOptions output) {
    QuarantineFiles files = files(Storages.openReadOnly(app));
    Set<String> replayed = files.replayed();
    try (Printer printer = output.printer()) {
      for (Letter letter : chosen(files, ids, "show")) {
        printer.print(letter.content(replayed.contains(letter.id()), letter.words(app)));
      }
    }
    return ExitCode.OK.code();
  }

  @Command(
      name = "replay",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = {
        "Sends records through the job again, each once: those of the given ids, or all that were",
        "not sent again yet. Mend the job before, or give a record other text."
      },
      footer = {
        "",
        "Examples:",
        "  holdfast quarantine replay app --all",
        "  holdfast quarantine replay app lines/17/3 --text 'what it should have been'"
      })
  int replay(
      @Parameters(index = "0", paramLabel = "APP", description = "The application's directory.")
          String app,
      @Parameters(index = "1..*", paramLabel = "ID", description = "Ids as list shows them.")
          List<String> ids,
      @Option(names = "--all", description = "All that were not sent again yet.") boolean all,
      @Option(
              names = "--text",
              paramLabel = "TEXT",
              description = "In the place of the record; for text streams, with one ID.")
          String text,
      @Mixin OutputOptions output) {
    List<String> wanted = ids == null ? List.of() : ids;
    if (all == !wanted.isEmpty() || (text != null && wanted.size() != 1)) {
      throw new ParameterException(
          spec.subcommands().get("replay"),
          "Say which records: one or more ids, or --all; --text goes with one id");
    }
    // Looked at before it is opened for writing, which makes what is not there.
    QuarantineFiles unused = files(Storages.openReadOnly(app));
    QuarantineFiles files = files(Storages.open(app));
    Map<String, Map<String, byte[]>> streams = new LinkedHashMap<>();
    for (Letter letter : chosen(files, wanted, "replay")) {
      byte[] bytes = text == null ? letter.bytes() : text.getBytes(StandardCharsets.UTF_8);
      streams
          .computeIfAbsent(letter.stream(), stream -> new LinkedHashMap<>())
          .put(letter.id(), bytes);
    }
    streams.forEach(files::replay);
    long count = streams.values().stream().mapToLong(Map::size).sum();
    String words = count == 1 ? "1 record is sent again" : count + " records are sent again";
    try (Printer printer = output.printer()) {
      printer.print(Content.of("sent_again", words).with("records", count));
    }
    return ExitCode.OK.code();
  }

  private List<Letter> chosen(QuarantineFiles files, List<String> wanted, String command) {
    Map<String, Letter> letters = new LinkedHashMap<>();
    letters(files).forEach(letter -> letters.put(letter.id(), letter));
    if (wanted.isEmpty()) {
      letters.keySet().removeAll(files.replayed());
      return new ArrayList<>(letters.values());
    }
    List<Letter> chosen = new ArrayList<>();
    for (String id : wanted) {
      Letter letter = letters.get(id);
      if (letter == null) {
        throw new ParameterException(
            spec.subcommands().get(command),
            "No record '" + id + "' is in the quarantine; see holdfast quarantine list");
      }
      chosen.add(letter);
    }
    return chosen;
  }

  private static List<Letter> letters(QuarantineFiles files) {
    return files.letters().stream().map(Letter::parse).toList();
  }

  private static QuarantineFiles files(Storage storage) {
    ApplicationIdentity unused = ApplicationIdentity.require(storage);
    return new QuarantineFiles(storage);
  }
}
