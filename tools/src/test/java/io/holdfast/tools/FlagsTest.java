package io.holdfast.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ConfigurationException;
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
    InputAddress inPlace = new InputAddress.Flag().convert("files:" + directory);
    assertEquals(new InputAddress.InPlace(directory), inPlace);
    ConfigurationException refused =
        assertThrows(ConfigurationException.class, () -> inPlace.source());
    assertTrue(refused.getMessage().contains("Write dir:" + directory), refused.getMessage());
  }

  @Test
  void aDirectoryThatIsNotThereIsNoInput() {
    assertEquals(
        "'dir:no/such' is no input: there is no directory 'no/such'",
        refusal(new InputAddress.Flag(), "dir:no/such"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost:9999", "http://localhost:9999", "tcp:localhost:9999"})
  void otherInputsAreRefusedWithTheFormsThereAre(String value) {
    assertEquals(
        "'"
            + value
            + "' is no input; write tcp://HOST:PORT, socket://HOST:PORT, dir:PATH or files:PATH",
        refusal(new InputAddress.Flag(), value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp://localhost", "tcp://", "tcp://:1", "tcp://a/b:1", "tcp://::1:1"})
  void anAddressNeedsHostAndPort(String value) {
    assertEquals(
        "'"
            + value
            + "' names no host and port; write tcp://HOST:PORT, socket://HOST:PORT, dir:PATH or files:PATH",
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
