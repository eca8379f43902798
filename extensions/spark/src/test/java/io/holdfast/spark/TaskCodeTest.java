package io.holdfast.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ConfigurationException;
import io.holdfast.stream.function.MapFunction;
import java.io.File;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is read from the code of functions. */
class TaskCodeTest {
  private static final String HERE = TaskCodeTest.class.getName();

  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  private static Set<String> named(Serializable function) {
    Set<String> names = new TreeSet<>(TaskCode.of(Map.of("map 'it'", function)).named().keySet());
    names.remove(HERE);
    return names;
  }

  /** Is named by a function. */
  static final class Direct {
    String say(String line) {
      return line + new Behind().say();
    }
  }

  /** Is named by what a function calls. */
  static final class Behind {
    String say() {
      return "behind";
    }
  }

  /** Is named by nothing that runs in tasks. */
  static final class Elsewhere {}

  static final class Caught extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  static Elsewhere onTheDriver() {
    return new Elsewhere();
  }

  private static String inALambda(String line) {
    Supplier<String> inner = () -> new Behind().say();
    return line + inner.get();
  }

  private record Whole(List<Direct> parts) implements MapFunction<String, String> {
    @Override
    public String apply(String line) {
      return line + (parts.isEmpty() ? Behind[].class : "");
    }
  }

  @Test
  void nothingOfTheJdkIsNamed() {
    MapFunction<String, String> function = line -> line.strip() + Duration.ofSeconds(1);
    assertEquals(Set.of(), named(function));
  }

  @Test
  void codeIsFollowedThroughWhatItCallsBesideIt() {
    MapFunction<String, String> function = line -> new Direct().say(line);
    assertEquals(Set.of(Direct.class.getName(), Behind.class.getName()), named(function));
  }

  @Test
  void lambdasInsideAreFollowed() {
    MapFunction<String, String> function = TaskCodeTest::inALambda;
    assertEquals(Set.of(Behind.class.getName()), named(function));
  }

  @Test
  void whatIsCaughtIsNamed() {
    MapFunction<String, String> function =
        line -> {
          try {
            return line.repeat(2);
          } catch (Caught e) {
            return line;
          }
        };
    assertEquals(Set.of(Caught.class.getName()), named(function));
  }

  @Test
  void allMethodsOfAnObjectCount() {
    Set<String> names = named(new Whole(List.of()));
    assertTrue(names.contains(Behind.class.getName()), names.toString());
    assertTrue(names.contains(Whole.class.getName()), names.toString());
  }

  /** A jar of other people is not read: what of it runs, nobody can say. */
  @Test
  void codeElsewhereIsNamedAndNotFollowed() {
    MapFunction<String, String> function = line -> line + File.separator + assertThrowsNothing();
    assertEquals(Set.of("org.junit.jupiter.api.Assertions"), named(function));
  }

  private static String assertThrowsNothing() {
    assertTrue(true);
    return "";
  }

  @Test
  void allThatIsMissingIsSaidAtOnce() {
    MapFunction<String, String> function = line -> new Direct().say(line);
    TaskCode code = TaskCode.of(Map.of("map 'it'", function));
    code.requireHere();
    Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
    assertEquals(
        "Executors do not have class "
            + HERE
            + ", which map 'it' uses; "
            + Behind.class.getName()
            + ", which map 'it' uses; "
            + Direct.class.getName()
            + ", which map 'it' uses. Give Spark the jars of the job and of what it uses"
            + " (spark.jars, or --jars).",
        assertThrows(ConfigurationException.class, code::requireHere).getMessage());
  }

  @AfterEach
  void restore() {
    Thread.currentThread().setContextClassLoader(before);
  }
}
