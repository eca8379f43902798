package io.holdfast.endtoend;

import io.holdfast.ExitCode;
import io.holdfast.engine.quarantine.QuarantineFiles;
import io.holdfast.examples.OrderTotals;
import io.holdfast.inspection.check.ApplicationInspector;
import io.holdfast.sink.BatchSink.CommittedRow;
import io.holdfast.sink.TextFileSink;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.Storages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * HTTP push, quarantine and totals by customer, files on HDFS; logs and checkpoints there as well.
 */
final class OrdersToHdfs implements PathUnderTest {
  private static final int CLIENTS = 4;
  private static final Pattern TEXT = Pattern.compile("\"text\":\"([^\"]*)\"");

  private final String application;
  private final String output;
  private final HoldfastProcess job;
  private final PushClients clients;
  private final Storage published;
  private final Path directory;
  private long progress;

  /**
   * The path; nothing runs yet.
   *
   * @param hdfs root of the file system
   * @param site settings of clients, a directory
   * @param port that is free
   */
  OrdersToHdfs(String hdfs, Path site, int port, Path directory, long seed) {
    this.application = hdfs + "/orders/app";
    this.output = hdfs + "/orders/totals";
    this.directory = directory;
    this.clients = new PushClients(port, CLIENTS, seed);
    this.published = Storages.open(output);
    this.job =
        new HoldfastProcess(
            "order-totals",
            directory.resolve("order-totals.log"),
            List.of(
                "run",
                "order-totals",
                "--from",
                "http://127.0.0.1:" + port,
                "--to",
                output,
                "--app",
                application,
                "--interval",
                "500ms"),
            Place.here(site, hdfs + "/orders"));
  }

  @Override
  public String name() {
    return "HTTP -> quarantine and totals -> files on HDFS";
  }

  @Override
  public HoldfastProcess job() {
    return job;
  }

  @Override
  public void feed() {
    clients.start();
  }

  /** Batches that are published. */
  @Override
  public long progress() {
    try {
      progress = published.exists("") ? published.list("").size() : 0;
    } catch (StorageException e) {
      // HDFS does not answer now: no progress that anybody could see.
      return progress;
    }
    return progress;
  }

  @Override
  public void finish() throws InterruptedException {
    clients.finish();
  }

  @Override
  public List<String> check() throws IOException {
    List<String> wrong = new ArrayList<>();
    Map<String, long[]> expected = new TreeMap<>();
    List<String> bad = new ArrayList<>();
    for (String line : clients.lines()) {
      String[] field = line.split(";", -1);
      if (field.length == 3) {
        long[] total = expected.computeIfAbsent(field[1], customer -> new long[2]);
        total[0]++;
        total[1] += Long.parseLong(field[2]);
      } else {
        bad.add(line);
      }
    }
    checkTotals(expected, wrong);
    try (Storage app = Storages.openReadOnly(application)) {
      checkQuarantine(app, bad, wrong);
      ApplicationInspector.inspect(app, looked -> {}).findings().stream()
          .filter(finding -> finding.exitCode() != ExitCode.OK)
          .forEach(finding -> wrong.add("not sound: " + finding));
    }
    wrong.addAll(new LookingCommands(application, output, directory).run());
    return wrong;
  }

  private void checkTotals(Map<String, long[]> expected, List<String> wrong) {
    List<CommittedRow> rows =
        TextFileSink.to(output)
            .committedRows(OrderTotals.OUTPUT, Storages::open)
            .orElseThrow(() -> new AssertionError("the sink does not read itself back"));
    Map<String, long[]> found = new HashMap<>();
    for (CommittedRow row : rows) {
      String[] field = row.row().split("\t", -1);
      long[] total = found.computeIfAbsent(field[0], customer -> new long[2]);
      total[0] += Long.parseLong(field[1]);
      total[1] = Long.parseLong(field[3]);
      if (total[0] != Long.parseLong(field[2])) {
        wrong.add("batch " + row.batch() + " says '" + row.row() + "', the sum is " + total[0]);
      }
    }
    expected.forEach(
        (customer, total) -> {
          long[] seen = found.getOrDefault(customer, new long[2]);
          if (seen[0] != total[0] || seen[1] != total[1]) {
            wrong.add(
                customer
                    + " ordered "
                    + total[0]
                    + " times for "
                    + total[1]
                    + ", the output says "
                    + seen[0]
                    + " times for "
                    + seen[1]);
          }
        });
    found.keySet().removeAll(expected.keySet());
    found.keySet().forEach(customer -> wrong.add(customer + " never ordered"));
  }

  private static void checkQuarantine(Storage app, List<String> bad, List<String> wrong) {
    Map<String, Integer> left = new TreeMap<>();
    bad.forEach(line -> left.merge(line, 1, Integer::sum));
    for (String letter : new QuarantineFiles(app).letters()) {
      Matcher record = TEXT.matcher(letter);
      if (!record.find()) {
        wrong.add("no record in the letter " + letter);
      } else {
        left.merge(record.group(1), -1, Integer::sum);
      }
    }
    left.forEach(
        (line, count) -> {
          if (count != 0) {
            wrong.add("'" + line + "' is in the quarantine " + (1 - count) + " times");
          }
        });
  }

  @Override
  public String volume() {
    List<String> lines = clients.lines();
    long bytes = lines.stream().mapToLong(l -> l.getBytes(StandardCharsets.UTF_8).length).sum();
    return lines.size()
        + " lines ("
        + bytes
        + " bytes) in requests of which "
        + clients.again()
        + " were sent again";
  }

  @Override
  public void close() {
    clients.close();
    job.close();
    published.close();
  }
}
