package io.holdfast.wal.storage.hdfs;

import java.util.List;
import java.util.Optional;

/** Says what it means when a client of Hadoop and HDFS do not agree about who the user is. */
final class HdfsLogin {
  /** What a NameNode says that wants Kerberos, to a client that is configured without it. */
  private static final String WANTED = "SIMPLE authentication is not enabled";

  /** What clients say that are configured with it. */
  private static final List<String> FAILED =
      List.of(
          "Client cannot authenticate via",
          "fall back to SIMPLE auth",
          "GSS initiate failed",
          "No valid credentials provided",
          "Kerberos realm",
          "failure to login");

  private static final int DEEPEST_CAUSE = 16;
  private static final String ON_EXECUTORS =
      " Executors of Spark get in by spark.kerberos.principal and spark.kerberos.keytab";

  private HdfsLogin() {}

  /** Empty if the error is another one. */
  static Optional<String> trouble(Throwable error) {
    Throwable at = error;
    for (int depth = 0; at != null && depth < DEEPEST_CAUSE; depth++) {
      String message = String.valueOf(at.getMessage());
      if (message.contains(WANTED)) {
        return Optional.of(
            "HDFS asks for Kerberos, and this process is configured without it. Put the cluster's"
                + " core-site.xml and hdfs-site.xml on the class path and get a ticket with kinit."
                + ON_EXECUTORS);
      }
      for (String sign : FAILED) {
        if (message.contains(sign)) {
          return Optional.of(
              "this process is configured for Kerberos (hadoop.security.authentication) and cannot"
                  + " log in: "
                  + around(message, sign)
                  + ". Get a ticket with kinit, look at krb5.conf, or take that setting out if the"
                  + " cluster is without Kerberos."
                  + ON_EXECUTORS);
        }
      }
      at = at.getCause();
    }
    return Optional.empty();
  }

  /** The sentence with the sign, without the addresses that Hadoop puts in front of it. */
  private static String around(String message, String sign) {
    String line =
        message.lines().filter(each -> each.contains(sign)).findFirst().orElse(message).strip();
    int from = line.lastIndexOf("Exception: ", line.indexOf(sign));
    String sentence = from < 0 ? line : line.substring(from + "Exception: ".length());
    int end = sentence.indexOf("; Host Details");
    String said = end < 0 ? sentence : sentence.substring(0, end);
    return said.endsWith(".") ? said.substring(0, said.length() - 1) : said;
  }
}
