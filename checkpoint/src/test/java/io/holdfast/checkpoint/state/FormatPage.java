package io.holdfast.checkpoint.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of {@code docs/formats} whose examples are made by tests. */
public record FormatPage(String name) {
  private static final String UPDATE = "holdfast.update";

  /** Compares the example of {@code maker} with what it should show, or writes it when asked to. */
  public void requireShows(String maker, String dump) throws IOException {
    Path file = Path.of("..", "docs", "formats", name);
    String begin = "<!-- dump: made by " + maker + " -->\n```text\n";
    String page = Files.readString(file, StandardCharsets.UTF_8);
    assertTrue(page.contains(begin), () -> name + " has no example of " + maker);
    int from = page.indexOf(begin) + begin.length();
    int to = page.indexOf("```\n<!-- end of dump -->", from);
    if (Boolean.getBoolean(UPDATE)) {
      Files.writeString(file, page.substring(0, from) + dump + page.substring(to));
      return;
    }
    assertEquals(
        dump,
        page.substring(from, to),
        () ->
            "docs/formats/"
                + name
                + " is out of date. If the format was meant to change, run mvn test -Dtest="
                + maker
                + " -Dsurefire.failIfNoSpecifiedTests=false -D"
                + UPDATE
                + "=true");
  }
}
