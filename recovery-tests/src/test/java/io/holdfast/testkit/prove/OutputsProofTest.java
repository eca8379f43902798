package io.holdfast.testkit.prove;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.checkpoint.kryo.KryoRegistrations;
import io.holdfast.sink.BatchSink;
import io.holdfast.sink.Gathering;
import io.holdfast.sink.JsonLinesSink;
import io.holdfast.sink.ObjectFileSink;
import io.holdfast.sink.RowCodec;
import io.holdfast.sink.TextFileSink;
import io.holdfast.sink.TwoPhaseSink;
import io.holdfast.sink.kryo.KryoRowCodec;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingJob;
import io.holdfast.testkit.jobs.AnySource;
import io.holdfast.testkit.jobs.PreparedFiles;
import io.holdfast.testkit.jobs.Share;
import io.holdfast.testkit.report.ProofReport;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A whole job with each sink of files, and with two-phase commit, survives every crash. */
class OutputsProofTest {
  private static final List<String> LINES =
      IntStream.rangeClosed(1, Share.of(6, 9)).mapToObj(number -> "line " + number).toList();

  private static final Gathering SEVERAL = Gathering.of(3, 1 << 10, Duration.ofMillis(30));

  record Numbered(String line, int length) {}

  /** Writes what it reads. */
  private record Copies(BatchSink<? super String> sink) implements StreamingJob {
    @Override
    public String name() {
      return "copies";
    }

    @Override
    public void define(StreamingContext context) {
      context.receiverStream("lines", new AnySource()).writeTo("copies", sink);
    }
  }

  /** Rows of a class of the job. */
  private record Objects(KryoRegistrations classes) implements StreamingJob {
    @Override
    public String name() {
      return "objects";
    }

    @Override
    public void configure(StreamingConfig.Builder config) {
      config.register(1000, Numbered.class);
    }

    @Override
    public void define(StreamingContext context) {
      context
          .receiverStream("lines", new AnySource())
          .map(line -> new Numbered(line, line.length()))
          .writeTo("objects", ObjectFileSink.to("/out", KryoRowCodec.of(classes)));
    }
  }

  static Stream<Arguments> jobs() {
    return Stream.of(
        job(() -> new Copies(TextFileSink.to("/out"))),
        job(() -> new Copies(TextFileSink.to("/out").gathering(SEVERAL))),
        job(() -> new Copies(new TwoPhaseSink<>(new PreparedFiles("/out")))),
        job(() -> new Copies(ObjectFileSink.to("/out", RowCodec.utf8()))),
        job(() -> new Copies(JsonLinesSink.to("/out", line -> "\"" + line + "\""))),
        job(() -> new Objects(KryoRegistrations.none().with(1000, Numbered.class))));
  }

  private static Arguments job(Supplier<StreamingJob> job) {
    return Arguments.of(job);
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void everyCrashIsSurvived(Supplier<StreamingJob> job) {
    ProofReport report = CrashProof.of(job).input("lines", LINES).requireExact();
    assertTrue(report.scope().states() > 100, () -> report.scope().toString());
  }
}
