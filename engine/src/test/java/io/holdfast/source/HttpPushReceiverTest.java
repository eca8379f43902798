package io.holdfast.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ConfigurationException;
import io.holdfast.SourceFailedException;
import io.holdfast.source.HttpPushSource.Limits;
import io.holdfast.stream.Guarantee;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The protocol of pushed requests, over loopback. */
final class HttpPushReceiverTest {
  private static final int PATIENCE_MILLIS = 20_000;
  private static final Limits SMALL =
      Limits.DEFAULT.withMaxRequestBytes(1_000).withMaxInFlightBytes(4_000);

  private final HttpClient client = HttpClient.newHttpClient();
  private final PushContext context = new PushContext(Map.of("client/c", 7L));
  private HttpPushSource<String> source;
  private HttpPushReceiver<String> receiver;

  @BeforeEach
  void listen() throws IOException {
    start(SMALL);
  }

  @AfterEach
  void close() {
    receiver.stop();
    context.close();
  }

  private void start(Limits limits) throws IOException {
    if (receiver != null) {
      receiver.stop();
    }
    source = HttpPushSource.lines(freePort()).within(limits);
    receiver = new HttpPushReceiver<>(source);
    receiver.start(context, Map.of("client/c", 7L));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + source.port() + path))
        .timeout(Duration.ofMillis(PATIENCE_MILLIS));
  }

  private HttpRequest.Builder post(String body) {
    return to("/records").POST(BodyPublishers.ofString(body));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private CompletableFuture<HttpResponse<String>> begin(HttpRequest.Builder request)
      throws InterruptedException {
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(request.build(), BodyHandlers.ofString());
    context.awaitGroups(1);
    return answer;
  }

  private static String outcome(HttpResponse<String> answer) {
    return answer.statusCode() + " " + answer.headers().firstValue("Holdfast-Request").orElse("-");
  }

  @Test
  void everyLineIsARecordAndTheAnswerComesWhenAllAreDurable() throws Exception {
    var answer = begin(post("one\r\n\nzwölf\nlast").header("Content-Type", "text/plain"));
    assertEquals(List.of("request@1 [one, , zwölf, last]"), context.stored());
    assertFalse(answer.isDone());
    receiver.acknowledged(context.cut());
    assertEquals("200 new", outcome(answer.join()));
  }

  @Test
  void keyThatIsDurableIsAnsweredAtOnce() throws Exception {
    var answer = begin(post("a\nb\n").header("Idempotency-Key", "order-1"));
    receiver.acknowledged(context.cut());
    assertEquals("200 new", outcome(answer.join()));
    HttpResponse<String> again = send(post("a\nb\n").header("Idempotency-Key", "order-1"));
    assertEquals("200 duplicate", outcome(again));
    assertEquals(1, context.stored().size());
  }

  @Test
  void clientsWithSequencesAskHowFarTheyAre() throws Exception {
    assertEquals("7\n", send(to("/records?client=c")).body());
    assertEquals("0\n", send(to("/records?client=other")).body());
    assertEquals(400, send(to("/records?client=a/b")).statusCode());
    assertEquals("200 duplicate", outcome(send(post("x").header("Idempotency-Key", "seq/c/7"))));
    HttpResponse<String> gap = send(post("x").header("Idempotency-Key", "seq/c/9"));
    assertEquals(
        "409 number 8 of this client is due, not 9\n", gap.statusCode() + " " + gap.body());
  }

  @Test
  void tooMuchInFlightIsRefusedUntilItIsDurable() throws Exception {
    String large = "x".repeat(900);
    var first = begin(post(large));
    var second = begin(post(large));
    HttpResponse<String> refused = send(post(large));
    assertEquals(429, refused.statusCode());
    assertEquals("1", refused.headers().firstValue("Retry-After").orElse(""));
    receiver.acknowledged(context.cut());
    assertEquals(200, first.join().statusCode());
    assertEquals(200, second.join().statusCode());
    var third = begin(post(large));
    receiver.acknowledged(context.cut());
    assertEquals(200, third.join().statusCode());
    assertEquals("receiving; 0 bytes in flight\n", send(to("/health")).body());
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/health,,,200,receiving; 0 bytes in flight",
    "POST,/health,,x,405,allowed here: GET",
    "PUT,/records,,x,405,'allowed here: GET, POST'",
    "DELETE,/records,,,405,'allowed here: GET, POST'",
    "GET,/records,,,400,'ask for ?client=NAME, or /health'",
    "POST,/elsewhere,,x,404,records go to /records",
    "POST,/records,Content-Type: application/json,x,415,'bodies of this Content-Type or encoding"
        + " are not taken; lines are text/plain in UTF-8, not compressed'",
    "POST,/records,Content-Type: text/plain; charset=utf-16,x,415,'bodies of this Content-Type or"
        + " encoding are not taken; lines are text/plain in UTF-8, not compressed'",
    "POST,/records,Content-Encoding: gzip,x,415,'bodies of this Content-Type or encoding are not"
        + " taken; lines are text/plain in UTF-8, not compressed'",
    "POST,/records,,'',400,the request has no records"
  })
  void whatIsNotARequestIsRefusedWithTheReason(
      String method, String path, String header, String body, int status, String reason)
      throws Exception {
    HttpRequest.Builder request =
        to(path)
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (header != null) {
      int colon = header.indexOf(": ");
      request.header(header.substring(0, colon), header.substring(colon + 2));
    }
    HttpResponse<String> answer = send(request);
    assertEquals(status + " " + reason + "\n", answer.statusCode() + " " + answer.body());
    assertEquals(List.of(), context.stored());
  }

  @Test
  void badBodiesAreRefused() throws Exception {
    byte[] latin = "z\u00fc\n".getBytes(StandardCharsets.ISO_8859_1);
    HttpResponse<String> notUtf8 = send(to("/records").POST(BodyPublishers.ofByteArray(latin)));
    assertEquals("400 the body is not UTF-8\n", notUtf8.statusCode() + " " + notUtf8.body());
    HttpResponse<String> badKey = send(post("x").header("Idempotency-Key", "seq/c/0"));
    assertEquals(400, badKey.statusCode());
    assertTrue(badKey.body().contains("seq/CLIENT/NUMBER"), badKey.body());
    HttpResponse<String> tooLong = send(post("x".repeat(1_001)));
    assertEquals(
        "413 a request has at most 1000 bytes\n", tooLong.statusCode() + " " + tooLong.body());
    var twoKeys = post("x").header("Idempotency-Key", "a").header("Idempotency-Key", "b");
    assertEquals("there are 2 Idempotency-Keys\n", send(twoKeys).body());
    assertEquals(List.of(), context.stored());
    assertEquals("receiving; 0 bytes in flight\n", send(to("/health")).body());
  }

  @Test
  void bodyThatIsCutByADeadClientIsNotTaken() throws Exception {
    try (Socket half = connect()) {
      say(half, "POST /records HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc\nde");
      half.shutdownOutput();
      assertEquals(-1, half.getInputStream().read());
    }
    assertEquals(List.of(), context.stored());
    assertEquals("receiving; 0 bytes in flight\n", send(to("/health")).body());
  }

  @Test
  void bodyWithoutALengthIsRefused() throws Exception {
    try (Socket chunked = connect()) {
      say(
          chunked,
          "POST /records HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\na\n\r\n0\r\n\r\n");
      assertTrue(firstLine(chunked).contains(" 411 "));
    }
    assertEquals(List.of(), context.stored());
  }

  @Test
  void clientThatIsTooSlowIsCutOff() throws Exception {
    start(SMALL.withBodyTime(Duration.ofMillis(20)));
    try (Socket slow = connect()) {
      say(slow, "POST /records HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc");
      assertEquals(-1, slow.getInputStream().read());
    }
    try (Socket slow = connect()) {
      say(slow, "POST /elsewhere HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc");
      assertEquals(-1, slow.getInputStream().read());
    }
    assertEquals(List.of(), context.stored());
  }

  @Test
  void whoWaitsWhenItStopsIsToldThatNobodyKnows() throws Exception {
    var waits = begin(post("a").header("Idempotency-Key", "k"));
    receiver.stop();
    HttpResponse<String> answer = waits.join();
    assertEquals(503, answer.statusCode());
    assertEquals("1", answer.headers().firstValue("Retry-After").orElse(""));
    assertThrows(IOException.class, () -> send(to("/health")), "the port is free");
    receiver.stop();
    receiver.start(context, Map.of());
    assertThrows(IOException.class, () -> send(to("/health")), "stopped is stopped");
  }

  @Test
  void portThatIsTakenIsNamed() {
    HttpPushReceiver<String> second = new HttpPushReceiver<>(source);
    SourceFailedException refused =
        assertThrows(SourceFailedException.class, () -> second.start(context, Map.of()));
    assertTrue(
        refused.getMessage().startsWith("cannot listen on 127.0.0.1:" + source.port() + ": "),
        refused.getMessage());
  }

  @Test
  void wholeBodyIsARecord() {
    byte[] body = {1, 2, '\n', 3};
    assertArrayEquals(body, RequestFormat.whole().read(body).get(0));
    RecordCodec<byte[]> codec = HttpPushSource.bodies(80).codec();
    assertArrayEquals(new byte[] {2, '\n'}, codec.decode(body, 1, 2));
  }

  @Test
  void saysWhatItPromisesAndWhatIsWrongWithIt() {
    assertEquals("HTTP push to 127.0.0.1:" + source.port() + "/records", source.description());
    assertEquals(Guarantee.EXACTLY_ONCE, source.promise().guarantee());
    assertTrue(source.promise().reason().contains("10000 newer ones"), source.promise().reason());
    assertThrows(ConfigurationException.class, () -> HttpPushSource.lines(0));
    assertThrows(ConfigurationException.class, () -> source.at("records"));
    assertThrows(ConfigurationException.class, () -> source.at("/health"));
    assertThrows(ConfigurationException.class, () -> SMALL.withMaxInFlightBytes(1_000));
    assertThrows(ConfigurationException.class, () -> SMALL.withMaxKeys(0));
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), source.port());
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  private static String firstLine(Socket socket) throws IOException {
    return new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
        .readLine();
  }
}
