package io.holdfast.benchmarks.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How often a NameNode was called by clients, as it says itself. */
final class NameNodeCalls {
  private static final String QUERY =
      "/jmx?qry=Hadoop:service=NameNode,name=RpcDetailedActivityForPort*";
  private static final Pattern COUNT = Pattern.compile("\"(\\w+)NumOps\"\\s*:\\s*(\\d+)");

  private static final String SUM = "Overall";

  /** What DataNodes call. */
  private static final Set<String> NOT_OF_CLIENTS =
      Set.of(
          "SendHeartbeat",
          "BlockReport",
          "BlockReceivedAndDeleted",
          "RegisterDatanode",
          "VersionRequest",
          "CommitBlockSynchronization");

  private NameNodeCalls() {}

  /**
   * The counts by what was called.
   *
   * @param web address of the NameNode's pages
   */
  static Map<String, Long> read(String web) throws IOException {
    try (InputStream in = URI.create(web + QUERY).toURL().openStream()) {
      String page = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Map<String, Long> calls = new TreeMap<>();
      Matcher counts = COUNT.matcher(page);
      while (counts.find()) {
        // Each is there again as a sum over all ports.
        if (!NOT_OF_CLIENTS.contains(counts.group(1)) && !counts.group(1).startsWith(SUM)) {
          calls.put(counts.group(1), Long.parseLong(counts.group(2)));
        }
      }
      return calls;
    }
  }
}
