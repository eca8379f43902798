package io.holdfast.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.stream.Guarantee;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

class FlagsTest {

  @ParameterizedTest
  @CsvSource({"1ms,1", "100ms,100", "2s,2000", "1m,60000", "1h,3600000"})
  void aDurationIsANumberWithItsUnit(String value, long millis) {
    assertEquals(Duration.ofMillis(millis), new DurationFlag().convert(value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "100", "ms", "-1s", "1.5s", "1 s", "1d", "1S", "9999999999s"})
  void anythingElseIsNoDuration(String value) {
    assertEquals(
        "'" + value + "' is no duration; write a number with its unit, like 100ms, 2s, 1m or 1h",
        refusal(new DurationFlag(), value));
  }

  @Test
  void aDurationOfNothingIsTooShort() {
    assertEquals("'0ms' is too short; the shortest is 1ms", refusal(new DurationFlag(), "0ms"));
  }

  @ParameterizedTest
  @CsvSource({"0,0", "5,5", "1000000,1000000", "1_000_000,1000000"})
  void aCountIsAWholeNumber(String value, long count) throws Exception {
    assertEquals(count, new CountFlag().convert(value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1.0", "1e6", "_1", "many", "9999999999999999"})
  void anythingElseIsNoCount(String value) {
    assertEquals(
        "'" + value + "' is no count; write a whole number, like 5 or 1000000 or 1_000_000",
        refusal(new CountFlag(), value));
  }

  @Test
  void twoGuaranteesCanBeAskedFor() {
    assertEquals(Guarantee.EXACTLY_ONCE, new GuaranteeFlag().convert("exactly-once"));
    assertEquals(Guarantee.AT_LEAST_ONCE, new GuaranteeFlag().convert("at-least-once"));
    assertEquals(
        "'at-most-once' is no guarantee; write exactly-once or at-least-once",
        refusal(new GuaranteeFlag(), "at-most-once"));
  }

  @Test
  void anInputIsAServerOfLines() {
    InputAddress.Flag flag = new InputAddress.Flag();
    assertEquals(
        new InputAddress.NumberedTcp("localhost", 9999), flag.convert("tcp://localhost:9999"));
    assertEquals(new InputAddress.Socket("10.0.0.7", 1), flag.convert("socket://10.0.0.7:1"));
    assertEquals(new InputAddress.Socket("::1", 65535), flag.convert("socket://[::1]:65535"));
  }

  @Test
  void anInputIsADirectory(@TempDir Path directory) {
    assertEquals(
        new InputAddress.Directory(directory), new InputAddress.Flag().convert("dir:" + directory));
    assertEquals(
        new InputAddress.InPlace(directory), new InputAddress.Flag().convert("files:" + directory));
  }

  @Test
  void anInputIsATopic() {
    InputAddress.Flag flag = new InputAddress.Flag();
    assertEquals(
        new InputAddress.Topic(new KafkaAddress("a:1,b:2", "my.lines_1")),
        flag.convert("kafka://a:1,b:2/my.lines_1"));
    assertEquals(
        new InputAddress.LoggedTopic(new KafkaAddress("a:1", "lines")),
        flag.convert("kafka+log://a:1/lines"));
  }

  @Test
  void anInputTakesRequests() {
    assertEquals(
        new InputAddress.HttpPush("0.0.0.0", 8080),
        new InputAddress.Flag().convert("http://0.0.0.0:8080"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kafka://a/lines",
        "kafka://a:1",
        "kafka://a:1/",
        "kafka://a:1/x y",
        "kafka:a:1/x"
      })
  void aTopicNeedsBrokersAndAName(String value) {
    String form = "write kafka://HOST:PORT[,HOST:PORT...]/TOPIC";
    assertEquals("'" + value + "' is no topic; " + form, refusal(new OutputAddress.Flag(), value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"kafka://a:0/t", "kafka://a:1,b:65536/t", "kafka+log://a:999999999/t"})
  void aBrokersPortIsOne(String value) {
    String refusal = refusal(new InputAddress.Flag(), value);
    assertTrue(refusal.endsWith("; a port is a number from 1 to 65535"), refusal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "kafka://",
        "kafka+log://h",
        "tcp://h",
        "tcp://:1",
        "http://127.0.0.1",
        "http://h:99999",
        "socket://h:0",
        "dir:",
        "dir:nowhere",
        "files:nowhere",
        "jdbc:h2:./x"
      })
  void anythingElseIsNoInput(String value) {
    String refusal = refusal(new InputAddress.Flag(), value);
    assertTrue(refusal.startsWith("'" + value + "' "), refusal);
  }

  @Test
  void anOutputIsADirectoryATableOrATopic() {
    OutputAddress.Flag flag = new OutputAddress.Flag();
    assertEquals(new OutputAddress.Directory("out"), flag.convert("out"));
    assertEquals(new OutputAddress.Directory("hdfs://h:1/o"), flag.convert("hdfs://h:1/o"));
    assertEquals(new OutputAddress.Database("jdbc:h2:./x"), flag.convert("jdbc:h2:./x"));
    assertEquals(
        new OutputAddress.Topic(new KafkaAddress("a:1", "t")), flag.convert("kafka://a:1/t"));
    assertTrue(refusal(flag, "").contains(OutputAddress.Flag.FORMS));
  }

  @Test
  void rowsHaveFields() {
    RowForm form = RowForm.of("counts", "word", "#total").by("word");
    assertEquals(0, form.keyField());
    assertEquals(-1, RowForm.of("top", "#rank").keyField());
    assertEquals("a b", new RowField(0, false).apply("a b\t7\t\tend"));
    assertEquals(7L, new RowField(1, true).apply("a b\t7\t\tend"));
    assertEquals("", new RowField(2, false).apply("a b\t7\t\tend"));
    assertEquals("end", new RowField(3, false).apply("a b\t7\t\tend"));
  }

  @Test
  void aDirectoryThatIsNotThereIsNoInput() {
    assertEquals(
        "'dir:no/such' is no input: there is no directory 'no/such'",
        refusal(new InputAddress.Flag(), "dir:no/such"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost:9999", "ftp://localhost:9999", "tcp:localhost:9999"})
  void otherInputsAreRefusedWithTheFormsThereAre(String value) {
    assertEquals(
        "'" + value + "' is no input; write " + InputAddress.Flag.FORMS,
        refusal(new InputAddress.Flag(), value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp://localhost", "tcp://", "tcp://:1", "tcp://a/b:1", "tcp://::1:1"})
  void anAddressNeedsHostAndPort(String value) {
    assertEquals(
        "'" + value + "' names no host and port; write " + InputAddress.Flag.FORMS,
        refusal(new InputAddress.Flag(), value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "-1", "http", ""})
  void aPortIsANumberInItsRange(String port) {
    assertEquals(
        "'tcp://h:" + port + "' has the port '" + port + "'; a port is a number from 1 to 65535",
        refusal(new InputAddress.Flag(), "tcp://h:" + port));
  }

  private static String refusal(ITypeConverter<?> flag, String value) {
    return assertThrows(TypeConversionException.class, () -> flag.convert(value)).getMessage();
  }
}
