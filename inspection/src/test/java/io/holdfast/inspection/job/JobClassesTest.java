package io.holdfast.inspection.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.holdfast.inspection.WordsJob;
import io.holdfast.stream.StreamingJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose classes and files a job from a jar gets. */
class JobClassesTest {
  @TempDir private Path root;

  @Test
  void theJobHasItsOwnClassesAndFilesAndOurEngine() throws IOException {
    String name = "io/holdfast/examples/Words.class";
    Path other = root.resolve("other/" + name);
    Files.createDirectories(other.getParent());
    Files.writeString(other, "other bytes");
    JobClasses classes =
        JobClasses.of(WordsJob.first(root).jar("first"), List.of(root.resolve("other")));
    StreamingJob job = classes.job();
    assertNotSame(job.getClass(), classes.job().getClass());
    ClassLoader loader = job.getClass().getClassLoader();
    assertEquals(other.toUri().toURL(), loader.getResource(name));
    assertNotNull(loader.getResource("io/holdfast/examples/WordCount.class"));
    assertSame(StreamingJob.class, job.getClass().getInterfaces()[0]);
  }
}
