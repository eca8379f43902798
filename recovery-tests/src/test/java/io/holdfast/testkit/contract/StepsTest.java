package io.holdfast.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepsTest {
  private final List<String> trace = Collections.synchronizedList(new ArrayList<>());
  private final List<String> done = new ArrayList<>();

  /** Stands for a client library. */
  interface Pool {
    Connection connect() throws IOException;
  }

  /** What it hands out. */
  interface Connection {
    void put(String row) throws IOException;

    String name();
  }

  private Steps steps(StepWatch watch) {
    return new Steps("life", watch, trace);
  }

  private Pool pool(Steps steps, String... methods) {
    Connection connection =
        new Connection() {
          @Override
          public void put(String row) throws IOException {
            if (row.isEmpty()) {
              throw new IOException("an empty row");
            }
            done.add(row);
          }

          @Override
          public String name() {
            return "name";
          }
        };
    return steps.around(Pool.class, () -> connection, methods);
  }

  @Test
  void callsOfAnInterfaceAreStepsAndSoAreThoseOfWhatItReturns() throws IOException {
    Connection connection = pool(steps(StepWatch.NONE)).connect();
    connection.put("a");
    assertEquals("name", connection.name());
    assertEquals(List.of("a"), done);
    assertEquals(
        List.of(
            "life, step 0: Pool.connect",
            "life, step 1: Connection.put",
            "life, step 2: Connection.name"),
        trace);
  }

  @Test
  void onlyTheNamedMethodsAreStepsIfAnyAreNamed() throws IOException {
    Connection connection = pool(steps(StepWatch.NONE), "put").connect();
    connection.put("a");
    assertEquals("name", connection.name());
    assertEquals(List.of("life, step 0: Connection.put"), trace);
  }

  @Test
  void whatTheTargetThrowsIsThrownAsItIs() throws IOException {
    Connection connection = pool(steps(StepWatch.NONE)).connect();
    IOException error = assertThrows(IOException.class, () -> connection.put(""));
    assertEquals("an empty row", error.getMessage());
  }

  @Test
  void deadLifeDoesNothingMore() throws IOException {
    Steps steps = steps(StepWatch.dyingBefore(1));
    List<String> cut = new ArrayList<>();
    steps.onDeath(() -> cut.add("cut"));
    Connection connection = pool(steps).connect();
    ProcessDied death = assertThrows(ProcessDied.class, () -> connection.put("a"));
    assertSame(death, assertThrows(ProcessDied.class, () -> connection.put("b")));
    steps.kill("again");
    steps.onDeath(() -> cut.add("late"));
    assertEquals(List.of(), done);
    assertEquals(List.of("cut", "late"), cut);
  }

  @Test
  void lostAnswerIsThrownWhenTheStepHasHappened() {
    IOException lost = new IOException("no answer");
    Steps steps =
        steps(
            new StepWatch() {
              @Override
              public void after(int number, String name) throws Exception {
                throw lost;
              }
            });
    IOException error =
        assertThrows(
            IOException.class, () -> steps.<Boolean, IOException>step("PUT", () -> done.add("a")));
    assertSame(lost, error);
    assertEquals(List.of("a"), done);
  }
}
