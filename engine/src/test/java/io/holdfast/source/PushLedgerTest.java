package io.holdfast.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is stored of pushed requests, and when they are answered. */
final class PushLedgerTest {
  private static final int MAX_KEYS = 3;
  private static final int MAX_CLIENTS = 2;

  private final Map<String, Long> durable = new TreeMap<>();
  private PushContext context = new PushContext(Map.of());
  private PushLedger<String> ledger = new PushLedger<>(context, Map.of(), MAX_KEYS, MAX_CLIENTS);

  @AfterEach
  void close() {
    context.close();
  }

  private CompletableFuture<PushAnswer> take(String key, String... records) {
    CompletableFuture<PushAnswer> answer = new CompletableFuture<>();
    ledger.take(key == null ? null : IdempotencyKey.parse(key), List.of(records), answer);
    return answer;
  }

  /** Whose answer does not matter. */
  private void begin(String key, String... records) {
    CompletableFuture<PushAnswer> unused = take(key, records);
  }

  /** As the engine does: what is forgotten is dropped, and nobody is told. */
  private void makeDurable() {
    Map<String, Long> block = context.cut();
    block.forEach(
        (partition, position) -> {
          if (position == 0) {
            durable.remove(partition);
          } else {
            durable.merge(partition, position, Math::max);
          }
        });
    block.values().removeIf(position -> position == 0);
    ledger.acknowledged(block);
  }

  /** What was not durable is gone. */
  private void killAndStart() {
    context.close();
    context = new PushContext(durable);
    ledger = new PushLedger<>(context, durable, MAX_KEYS, MAX_CLIENTS);
  }

  private void takeDurably(String key) {
    CompletableFuture<PushAnswer> answer = take(key, "records of " + key);
    makeDurable();
    assertEquals(PushAnswer.STORED, answer.join());
  }

  private static void assertRefused(int status, CompletableFuture<PushAnswer> answer) {
    assertTrue(answer.isDone());
    assertEquals(status, answer.join().status(), answer.join().text());
  }

  @Test
  void requestIsAnsweredWhenItIsDurable() {
    CompletableFuture<PushAnswer> first = take(null, "a", "b");
    CompletableFuture<PushAnswer> second = take("k", "c");
    assertEquals(List.of("request@1 [a, b]", "key/k@2 [c]"), context.stored());
    assertFalse(first.isDone() || second.isDone());
    makeDurable();
    assertEquals(PushAnswer.STORED, first.join());
    assertEquals(PushAnswer.STORED, second.join());
  }

  @Test
  void knownKeyIsNotStoredAgainAlsoAfterARestart() {
    takeDurably("k");
    assertEquals(PushAnswer.DUPLICATE, take("k", "again").join());
    killAndStart();
    assertEquals(PushAnswer.DUPLICATE, take("k", "again").join());
    assertEquals(List.of(), context.stored());
  }

  @Test
  void keyOfARequestThatIsLostIsNotKnown() {
    begin("k", "lost");
    killAndStart();
    assertFalse(take("k", "sent again").isDone());
    assertEquals(List.of("key/k@1 [sent again]"), context.stored());
  }

  @Test
  void requestThatComesAgainWhileItIsOnItsWayWaitsForTheSame() {
    CompletableFuture<PushAnswer> first = take("k", "a");
    CompletableFuture<PushAnswer> again = take("k", "a");
    CompletableFuture<PushAnswer> sequence = take("seq/c/1", "b");
    CompletableFuture<PushAnswer> sequenceAgain = take("seq/c/1", "b");
    assertEquals(2, context.stored().size());
    assertFalse(again.isDone() || sequenceAgain.isDone());
    makeDurable();
    assertEquals(PushAnswer.STORED, first.join());
    assertEquals(PushAnswer.STORED, sequence.join());
    assertEquals(PushAnswer.DUPLICATE, again.join());
    assertEquals(PushAnswer.DUPLICATE, sequenceAgain.join());
  }

  @Test
  void whatAnEarlierReceiverHasOnItsWayIsKnown() {
    takeDurably("before");
    begin("k", "a");
    begin("seq/c/1", "b");
    begin(null, "c");
    Map<String, Long> underWay = context.cut();
    ledger = new PushLedger<>(context, durable, MAX_KEYS, MAX_CLIENTS);
    CompletableFuture<PushAnswer> again = take("k", "a");
    CompletableFuture<PushAnswer> sequence = take("seq/c/1", "b");
    CompletableFuture<PushAnswer> other = take(null, "d");
    assertEquals("request@4 [d]", context.stored().get(4), "it must not look like request 3");
    assertEquals(5, context.stored().size());
    ledger.acknowledged(underWay);
    assertEquals(PushAnswer.DUPLICATE, again.join());
    assertEquals(PushAnswer.DUPLICATE, sequence.join());
    assertFalse(other.isDone());
  }

  @Test
  void keyIsKnownUntilSoManyNewerOnesHaveCome() {
    for (String key : List.of("a", "b", "c")) {
      takeDurably(key);
    }
    assertEquals(PushAnswer.DUPLICATE, take("a", "again").join());
    takeDurably("d");
    killAndStart();
    for (String key : List.of("b", "c", "d")) {
      assertEquals(PushAnswer.DUPLICATE, take(key, "again").join(), key);
    }
    assertEquals(MAX_KEYS, durable.size(), durable.toString());
    assertFalse(take("a", "a new request now").isDone());
  }

  @Test
  void keyThatIsOnItsWayIsNotForgotten() {
    begin("slow", "a");
    for (int i = 0; i < 5; i++) {
      begin("k" + i, "b");
    }
    begin("slow", "a");
    assertEquals(6, context.stored().size());
    makeDurable();
    takeDurably("next");
    makeDurable();
    assertEquals(MAX_KEYS, durable.size(), durable.toString());
  }

  @Test
  void clientsNumbersFollowOneAnother() {
    assertRefused(409, take("seq/c/2", "too early"));
    takeDurably("seq/c/1");
    begin("seq/c/2", "under way");
    assertEquals("number 3 of this client is due, not 4", take("seq/c/4", "gap").join().text());
    makeDurable();
    takeDurably("seq/c/3");
    killAndStart();
    assertEquals(PushAnswer.DUPLICATE, take("seq/c/1", "old").join());
    assertEquals(PushAnswer.DUPLICATE, take("seq/c/3", "old").join());
    assertRefused(409, take("seq/c/5", "gap"));
    assertEquals(3, ledger.durable("client/c"));
    takeDurably("seq/c/4");
  }

  @Test
  void moreClientsThanAllowedAreRefusedAndNoneIsForgotten() {
    takeDurably("seq/one/1");
    takeDurably("seq/two/1");
    assertRefused(403, take("seq/three/1", "x"));
    killAndStart();
    assertRefused(403, take("seq/three/1", "x"));
    assertEquals(PushAnswer.DUPLICATE, take("seq/one/1", "x").join());
    takeDurably("seq/two/2");
  }

  @Test
  void closedLedgerSaysThatItDoesNotKnow() {
    CompletableFuture<PushAnswer> waits = take("k", "a");
    ledger.close();
    assertEquals(PushAnswer.STOPPING, waits.join());
    assertEquals(PushAnswer.STOPPING, take("other", "b").join());
    assertEquals(1, context.stored().size());
  }

  @Test
  void streamThatTakesNothingMoreGetsNoAnswerOf200() {
    context.closeStream();
    assertEquals(PushAnswer.STOPPING, take("k", "a").join());
    assertEquals(PushAnswer.STOPPING, take(null, "a").join());
  }

  @Test
  void recordsThatCannotBeWrittenAreRefusedAndTheirKeyIsNotKnown() {
    context.fails(new IllegalStateException("no"));
    assertRefused(500, take("k", "a"));
    context.fails(null);
    takeDurably("k");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "with space",
        "ü",
        "tab\t",
        "seq/",
        "seq/c",
        "seq/c/",
        "seq//1",
        "seq/c/0",
        "seq/c/01",
        "seq/c/-1",
        "seq/c/x",
        "seq/a/b/1",
        "seq/c/1234567890123456789"
      })
  void keysOfAnotherFormAreRefused(String key) {
    assertThrows(IllegalArgumentException.class, () -> IdempotencyKey.parse(key));
  }

  @Test
  void keysAreTakenAsTheyStand() {
    assertEquals(new IdempotencyKey("key/\"8e03/978e\"", 0), IdempotencyKey.parse("\"8e03/978e\""));
    assertEquals(new IdempotencyKey("key/c/17", 0), IdempotencyKey.parse("c/17"));
    assertEquals(new IdempotencyKey("client/c", 17), IdempotencyKey.parse("seq/c/17"));
  }
}
