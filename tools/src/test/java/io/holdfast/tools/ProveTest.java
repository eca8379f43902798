package io.holdfast.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code holdfast prove}: verdicts, reports, and what it says to wrong input. */
class ProveTest {
  private static final String MISTAKES = "io.holdfast.examples.mistakes.";
  @TempDir private Path directory;
  private Path sample;

  @BeforeEach
  void makeSample() throws IOException {
    sample = Files.createDirectory(directory.resolve("sample"));
    Files.writeString(sample.resolve("lines.txt"), "one\ntwo\nthree\n");
  }

  @Test
  void aMistakeIsCaughtAndEveryReportIsWritten() throws IOException {
    Path page = directory.resolve("proof.html");
    Path json = directory.resolve("proof.json");
    Path junit = directory.resolve("proof.xml");
    Path test = directory.resolve("ProofTest.java");
    Outcome outcome =
        prove(
            "CounterTwice",
            "--input",
            sample,
            "--html",
            page,
            "--json",
            json,
            "--junit",
            junit,
            "--test",
            test);
    assertEquals(1, outcome.exitCode(), outcome::toString);
    assertTrue(outcome.out().startsWith("Counterexample"), outcome.out());
    assertTrue(outcome.out().contains("single crash points"), outcome.out());
    assertTrue(outcome.out().contains("holdfast prove --job"), outcome.out());
    assertFalse(outcome.err().contains("warning"), outcome.err());
    assertTrue(Files.readString(page).contains("<svg"), "no timeline");
    assertTrue(Files.readString(json).contains("\"holdfast-proof 1\""), "no JSON report");
    assertTrue(Files.readString(junit).contains("<testsuite"), "no JUnit report");
    assertTrue(Files.readString(test).contains("CounterTwice::new"), "no test");
  }

  @Test
  void doneRightItIsExactAndSaysForWhat() {
    Outcome outcome = prove("CounterOnce", "--input", sample);
    assertEquals(0, outcome.exitCode(), outcome::toString);
    assertTrue(outcome.out().contains("for this input of 3 records"), outcome.out());
    assertFalse(outcome.out().contains("proven"), outcome.out());
  }

  @Test
  void anOwnSourceFindsItsFiles() throws IOException {
    Path spool = Files.createDirectory(directory.resolve("spool"));
    Files.writeString(spool.resolve("1.txt"), "one\ntwo\n");
    assertEquals(
        0, prove("DeletedLast", "--own", "lines", "--files", "/spool=" + spool).exitCode());
    assertEquals(
        1, prove("DeletedEarly", "--own", "lines", "--files", "/spool=" + spool).exitCode());
  }

  @Test
  void wrongInputIsNamed() throws IOException {
    requireRefusal(prove("Missing", "--input", sample), "no class " + MISTAKES + "Missing");
    requireRefusal(prove("Places", "--input", sample), "does not implement");
    requireRefusal(prove("CounterOnce"), "Missing --input");
    requireRefusal(prove("CounterOnce", "--input", directory.resolve("no")), "not a directory");
    requireRefusal(prove("CounterOnce", "--input", sample, "--own", "x"), "no such stream");
    requireRefusal(prove("CounterOnce", "--input", sample, "--depth", "3"), "--depth 3: 1 or 2");
    requireRefusal(prove("CounterOnce", "--input", sample, "--budget", "soon"), "no duration");
    requireRefusal(
        prove("CounterOnce", "--input", sample, "--html", directory.resolve("no/p.html")),
        "does not exist");
    requireRefusal(
        prove("CounterOnce", "--input", sample, "--growing", "counter"), "--growing counter");
    Files.write(sample.resolve("lines.txt"), new byte[] {(byte) 0xC3, 10});
    requireRefusal(prove("CounterOnce", "--input", sample), "not text in UTF-8");
  }

  @Test
  void realProcessesCanBeEndedInTheirPlace() throws IOException {
    Path page = directory.resolve("proof.html");
    Path json = directory.resolve("proof.json");
    Outcome outcome =
        prove(
            "CounterOnce",
            "--input",
            sample,
            "--mode",
            "process",
            "--points",
            2,
            "--html",
            page,
            "--json",
            json);
    assertEquals(0, outcome.exitCode(), outcome::toString);
    assertTrue(outcome.out().contains("a sample chosen by seed 1"), outcome.out());
    assertTrue(outcome.out().contains("real processes"), outcome.out());
    assertTrue(Files.readString(page).contains("process"), "no page");
    assertTrue(Files.readString(json).contains("\"hit\""), "no report of what was hit");
  }

  @Test
  void wrongModesAndPointsAreNamed() {
    requireRefusal(mode("real"), "--mode real: simulated or process");
    requireRefusal(mode("process", "--points", 0), "--points 0: at least 1");
    requireRefusal(mode("process", "--points", "few"), "few");
    requireRefusal(mode("process", "--point", "12"), "'12' is no crash");
    requireRefusal(mode("process", "--point", "F5:inside:1:kill"), "no point F5:inside:1");
    requireRefusal(mode("process", "--test", directory.resolve("T.java")), "--mode simulated");
    requireRefusal(mode("simulated", "--points", 3), "for --mode process");
    requireRefusal(mode("simulated", "--point", "1:after:kill"), "for --mode process");
  }

  private Outcome mode(Object... more) {
    List<Object> args = new ArrayList<>(List.of("--input", sample, "--mode"));
    args.addAll(List.of(more));
    return prove("CounterOnce", args.toArray());
  }

  private static void requireRefusal(Outcome outcome, String words) {
    assertEquals(2, outcome.exitCode(), outcome::toString);
    assertTrue(outcome.err().contains(words), outcome.err());
    assertFalse(outcome.err().contains("\tat "), outcome.err());
  }

  private static Outcome prove(String mistake, Object... more) {
    List<String> args = new ArrayList<>(List.of("prove", "--job", MISTAKES + mistake));
    Arrays.stream(more).map(Object::toString).forEach(args::add);
    return Outcome.of(args.toArray(String[]::new));
  }
}
