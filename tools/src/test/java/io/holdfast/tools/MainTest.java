package io.holdfast.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  private static final String JOB = "run word-count --from tcp://h:1 --to counts --app app ";

  @Test
  void theVersionIsOneLine() {
    assertEquals(new Outcome(0, "holdfast development\n", ""), run("--version"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "demo --help",
        "run --help",
        "run word-count --help",
        "dump --help",
        "verify --help",
        "prove --help",
        "run top-words --help",
        "run sessions --help",
        "run paid-orders --help",
        "run fraud --help",
        "quarantine list --help",
        "quarantine replay --help"
      })
  void theHelpOfEachCommandHasAnExample(String args) {
    Outcome outcome = run(args.split(" "));
    assertEquals(0, outcome.exitCode());
    assertEquals("", outcome.err());
    assertTrue(outcome.out().contains("Example"), outcome.out());
    assertTrue(outcome.out().contains("  holdfast "), outcome.out());
  }

  @Test
  void withoutACommandThereIsHelp() {
    assertEquals(run("--help"), run());
  }

  @Test
  void anUnknownCommandIsAUsageError() {
    assertRefused("unexpected argument 'dem'; did you mean demo? (see holdfast --help)", "dem");
    assertRefused(
        "unexpected argument 'x'; there is run, demo, dump, verify, export, import, repair, rewind, prove, quarantine"
            + " (see holdfast --help)",
        "x");
  }

  @Test
  void anUnknownFlagIsAUsageErrorWithTheNearestOne() {
    assertRefused(
        "unknown flag '--kill'; did you mean --kills? (see holdfast demo --help)", "demo --kill 3");
  }

  @Test
  void aJobMustBeNamed() {
    assertRefused(
        "Missing job: say which one, for example word-count (see holdfast run --help)", "run");
  }

  @Test
  void aMissingFlagIsNamed() {
    assertRefused(
        "Missing required option: '--app=DIR' (see holdfast run word-count --help)",
        "run word-count --from tcp://h:1 --to counts");
  }

  @Test
  void aBadDurationIsNamedWithItsFlagAndTheAllowedForm() {
    assertRefused(
        "Invalid value for option '--interval': 'soon' is no duration; write a number"
            + " with its unit, like 100ms, 2s, 1m or 1h (see holdfast run word-count --help)",
        JOB + "--interval soon");
  }

  @Test
  void aBadPortIsNamedWithItsFlagAndTheAllowedForm() {
    assertRefused(
        "Invalid value for option '--from': 'tcp://h:99999' has the port '99999';"
            + " a port is a number from 1 to 65535 (see holdfast run word-count --help)",
        JOB.replace("h:1", "h:99999"));
  }

  @Test
  void outputAndApplicationMustLieApart() {
    assertRefused(
        "--to app/counts and --app app lie within each other; name two directories apart"
            + " (see holdfast run word-count --help)",
        JOB.replace("counts", "app/counts").replace("word-app/counts", "word-count"));
  }

  @Test
  void killsNeedRecordsBetweenThem() {
    assertRefused(
        "--kills 5 needs --records of at least 100 (see holdfast demo --help)",
        "demo --kills 5 --records 99");
    assertRefused(
        "--records 0: at least 1 is needed (see holdfast demo --help)", "demo --records 0");
  }

  @Test
  void anInputThatIsNotThereIsAUsageError(@TempDir Path directory) {
    Path missing = directory.resolve("missing.txt");
    Outcome outcome = run("demo", "--input", missing.toString(), "--dir", directory + "/demo");
    assertEquals(2, outcome.exitCode());
    assertEquals("holdfast: --input " + missing + ": there is no such file\n", outcome.err());
  }

  @Test
  void aFileOfCustomersThatIsNoneIsAUsageError(@TempDir Path directory) throws IOException {
    String job =
        "run paid-orders --from tcp://h:1 --payments tcp://h:1 --to paid --app app --customers ";
    Path file = directory.resolve("customers");
    String help = " (see holdfast run paid-orders --help)";
    assertRefused("--customers " + file + " cannot be read: it does not exist" + help, job + file);
    Files.write(file, new byte[] {(byte) 0xff, '\n'});
    assertRefused(
        "--customers " + file + " cannot be read: it is not text in UTF-8" + help, job + file);
    Files.writeString(file, "nonsense\n");
    assertRefused(
        "--customers " + file + ": 'nonsense' is not of the form customer;name" + help, job + file);
  }

  @Test
  void aDirectoryWithoutAnApplicationIsToldFromNothing(@TempDir Path directory) throws IOException {
    Path nothing = directory.resolve("nothing");
    assertEquals(
        new Outcome(
            5, "", "holdfast: open storage " + nothing + ": there is nothing. Check the path.\n"),
        run("quarantine", "list", nothing.toString()));
    Files.createFile(directory.resolve("mine.txt"));
    Outcome foreign = run("quarantine", "list", directory.toString());
    assertTrue(
        foreign.err().endsWith("Name the directory that the job was started with.\n"),
        foreign.err());
  }

  @Test
  void aLogThatCannotBeWrittenIsAUsageError(@TempDir Path directory) {
    Outcome outcome = run("demo", "--log", directory.toString());
    assertEquals(2, outcome.exitCode());
    assertTrue(
        outcome.err().startsWith("holdfast: --log: cannot write to " + directory), outcome.err());
    assertEquals(1, outcome.err().lines().count());
  }

  @Test
  void anUnexpectedErrorLeavesItsStackTraceInAFile() throws IOException {
    String line = ErrorReport.write(new IllegalStateException("two\nlines"));
    assertTrue(
        line.startsWith("unexpected error: java.lang.IllegalStateException: two lines;"), line);
    assertEquals(1, line.lines().count());
    Path file =
        Path.of(line.substring(line.indexOf("report it with ") + "report it with ".length()));
    assertTrue(Files.readString(file).contains("anUnexpectedErrorLeavesItsStackTraceInAFile"));
    Files.delete(file);
  }

  private static void assertRefused(String message, String args) {
    assertEquals(new Outcome(2, "", "holdfast: " + message + "\n"), run(args.trim().split(" ")));
  }

  private static Outcome run(String... args) {
    return Outcome.of(args);
  }
}
