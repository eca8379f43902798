package io.holdfast.benchmarks.compare;

import io.holdfast.benchmarks.compare.Report.Setting;
import io.holdfast.benchmarks.load.Host;
import io.holdfast.runtime.CompositionRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The command {@code benchmarks/compare}, which names the checkout by the system property {@value
 * #ROOT} and comes in twice: with {@code plan} first it prints which modules have to be built, with
 * {@code run} it measures. The other arguments are those of the user. Tables go to the output,
 * progress to the error stream.
 *
 * <p>Exit codes: 0 if everything ran, whether or not goals are reached; 1 if a contender has
 * failed; 2 if the arguments are wrong.
 */
@CompositionRoot("a command ends with an exit code and ends its processes when it is ended")
public final class Compare {
  private static final String ROOT = "holdfast.benchmarks.root";
  private static final String GUARD = "holdfast.benchmarks.guard";
  private static final String COMMIT = "holdfast.benchmarks.commit";

  private final Arguments arguments;
  private final Table table;
  private final Path target;
  private final Modules modules;

  private Compare(Arguments arguments, Table table) {
    this.arguments = arguments;
    this.table = table;
    Path root = Path.of(System.getProperty(ROOT, "."));
    this.target = root.resolve("benchmarks/comparison/target");
    this.modules = new Modules(root);
  }

  /** Plans or runs. */
  public static void main(String[] args) throws IOException {
    int code;
    try {
      Arguments arguments = Arguments.parse(Arrays.asList(args).subList(1, args.length));
      Table table = arguments.table(Catalog.load());
      if (args[0].equals("plan")) {
        table.modules().forEach(System.out::println);
        code = 0;
      } else {
        code = new Compare(arguments, table).run() ? 0 : 1;
      }
    } catch (IllegalArgumentException e) {
      System.err.println("benchmarks/compare: " + e.getMessage());
      code = 2;
    } catch (InterruptedException e) {
      code = 1;
    }
    System.exit(code);
  }

  private boolean run() throws IOException, InterruptedException {
    Trees.sweep(target.resolve("work"));
    Path work = target.resolve("work").resolve(Long.toString(ProcessHandle.current().pid()));
    ChildProcess child = new ChildProcess();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(child, work), "end"));
    Files.createDirectories(work);
    ProcessTrack.Place place = new ProcessTrack.Place(work, target.resolve("failed"), words(GUARD));
    ProcessTrack track = new ProcessTrack(table, modules, place, child);
    Results results = new Contest(table, arguments.rounds(), track, System.err::println).run();
    Setting setting = new Setting(method(), facts(work), versions());
    System.out.print(Report.of(table, results, setting));
    if (!results.allRan()) {
      System.out.println(
          "\nWhat a failed process said is kept in benchmarks/comparison/target/failed.");
    }
    if (arguments.out().isPresent()) {
      ResultFile.write(arguments.out().get(), table, results, setting);
    }
    if (arguments.chart().isPresent()) {
      String chart = BarChart.of(table, results, method() + ", " + machine());
      Files.writeString(arguments.chart().get(), chart, StandardCharsets.UTF_8);
    }
    return results.allRan();
  }

  /** Whatever ends this process ends the other one, too. */
  private static void end(ChildProcess child, Path work) {
    try {
      child.stop();
      Trees.delete(work);
    } catch (InterruptedException | IOException e) {
      System.err.println("benchmarks/compare: " + work + " may be left: " + e);
    }
  }

  private String method() {
    return String.format(
        Locale.ROOT,
        "%s%d %s, each contender in its own process, in turn",
        arguments.quick() ? "QUICK, a tenth of the lines: no figure to be quoted; " : "",
        arguments.rounds(),
        arguments.rounds() == 1 ? "round" : "rounds");
  }

  private static String machine() {
    return Runtime.getRuntime().availableProcessors()
        + " cores, Java "
        + Runtime.version().feature();
  }

  private Map<String, String> facts(Path work) throws IOException {
    Map<String, String> facts = new LinkedHashMap<>(Host.facts(work));
    String commit = System.getProperty(COMMIT, "");
    if (!commit.isEmpty()) {
      facts.put("commit", commit);
    }
    return facts;
  }

  private Map<String, String> versions() throws IOException {
    Map<String, String> versions = new LinkedHashMap<>();
    for (Entrant entrant : table.entrants()) {
      Contender contender = entrant.contender();
      versions.put(entrant.name(), modules.version(contender.module(), contender.versionOf()));
    }
    return versions;
  }

  private static List<String> words(String property) {
    String text = System.getProperty(property, "").trim();
    return text.isEmpty() ? List.of() : List.of(text.split(" +"));
  }
}
