package io.holdfast.testkit.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.testkit.jobs.PushedCopyJob;
import io.holdfast.testkit.process.JavaCommand;
import io.holdfast.testkit.process.JobEnd;
import io.holdfast.testkit.process.JobProcess;
import io.holdfast.testkit.process.JobSpec;
import io.holdfast.testkit.process.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients push and push again while the job is killed with {@code kill -9}: every line of every
 * request shows once, those of requests that were sent again, too.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
final class HttpPushKillTest {
  private static final int KILLS = Math.max(4, Integer.getInteger("holdfast.chaos.kills", 0) / 20);
  private static final long SEED = Long.getLong("holdfast.chaos.seed", 1);
  private static final int REQUESTS_FOR_A_LIFE = 5;

  /** Below those that the system gives to clients: one of them could be given the job's. */
  @TempDir private Path directory;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final CountDownLatch finish = new CountDownLatch(1);
  private final List<PushClient> clients = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  @Test
  void everyRequestIsStoredOnceHoweverOftenItIsSent() throws Exception {
    int port = Ports.free();
    JavaCommand java = ChaosJvm.shared().with("-D" + PushedCopyJob.PORT + "=" + port);
    JobSpec spec =
        JobSpec.of(PushedCopyJob.class.getName(), directory.resolve("job"), directory)
            .keepingSourcesOf(Set.of(PushedCopyJob.STREAM));
    startClients(port);
    try {
      for (int i = 0; i < KILLS; i++) {
        liveAndDie(java, spec);
      }
      lastLife(java, spec);
    } finally {
      finish.countDown();
    }
    List<String> lines = new ArrayList<>();
    clients.forEach(client -> lines.addAll(client.lines()));
    assertEquals(
        Optional.empty(),
        new PushedCopyJob().wrong(spec.directory()::open, Map.of(PushedCopyJob.STREAM, lines)),
        "seed " + SEED);
    long again = clients.stream().mapToLong(PushClient::again).sum();
    assertTrue(again >= KILLS, "only " + again + " requests were sent again");
    assertEquals("", Leftovers.check(spec.directory()));
  }

  private void startClients(int port) {
    for (int i = 0; i < 4; i++) {
      PushClient client = new PushClient("c" + i, port, i == 0, random.nextLong(), finish);
      Thread thread = new Thread(client, "push-client-" + i);
      thread.setDaemon(true);
      thread.start();
      clients.add(client);
      threads.add(thread);
    }
  }

  private long answered() {
    return clients.stream().mapToLong(PushClient::answered).sum();
  }

  private void liveAndDie(JavaCommand java, JobSpec spec) throws InterruptedException {
    long before = answered();
    try (JobProcess life = JobProcess.start(java, spec)) {
      for (long batches = 1; answered() < before + REQUESTS_FOR_A_LIFE; batches++) {
        assertTrue(life.awaitBatches(batches, ChaosJob.LIMIT), "it has ended by itself");
      }
      assertTrue(!life.endsWithin(Duration.ofMillis(random.nextInt(50))), "it has ended by itself");
      life.kill();
    }
  }

  private void lastLife(JavaCommand java, JobSpec spec) throws InterruptedException {
    long before = answered();
    try (JobProcess life = JobProcess.start(java, spec)) {
      for (long batches = 1; answered() < before + REQUESTS_FOR_A_LIFE; batches++) {
        assertTrue(life.awaitBatches(batches, ChaosJob.LIMIT), "it has ended by itself");
      }
      finish.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
      JobEnd end = life.awaitEnd(ChaosJob.LIMIT);
      assertTrue(end.finished(), () -> "when nothing comes any more it ends, but: " + end);
    }
  }
}
