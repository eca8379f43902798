package io.holdfast.wal.storage.hdfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.wal.storage.StorageException;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.AccessControlException;
import org.junit.jupiter.api.Test;

/** What is said of errors as Hadoop's client gives them when it is not let in. */
class HdfsLoginTest {
  private static final HdfsErrors ERRORS = new HdfsErrors("namenode:8020");

  @Test
  void aServerThatWantsKerberos() {
    String said =
        said(
            new RemoteException(
                AccessControlException.class.getName(),
                "SIMPLE authentication is not enabled.  Available:[TOKEN, KERBEROS]"));
    assertTrue(
        said.startsWith(
            "create directory /app: HDFS asks for Kerberos, and this process is configured without"
                + " it."),
        said);
    assertTrue(said.contains("kinit"), said);
    assertTrue(said.contains("spark.kerberos.keytab"), said);
  }

  @Test
  void aUserWithoutATicket() {
    String said =
        said(
            new IOException(
                "DestHost:destPort namenode:8020 , LocalHost:localPort here/10.0.0.1:0. Failed on"
                    + " local exception: java.io.IOException:"
                    + " org.apache.hadoop.security.AccessControlException: Client cannot"
                    + " authenticate via:[TOKEN, KERBEROS]"));
    assertTrue(
        said.startsWith(
            "create directory /app: this process is configured for Kerberos"
                + " (hadoop.security.authentication) and cannot log in: Client cannot authenticate"
                + " via:[TOKEN, KERBEROS]. Get a ticket with kinit"),
        said);
    assertFalse(said.contains("DestHost"), said);
  }

  @Test
  void aCauseSaysIt() {
    IOException outer =
        new IOException(
            "login",
            new IllegalArgumentException(
                "x", new IOException("failure to login: Unable to obtain password from user\n")));
    assertTrue(said(outer).contains("cannot log in: failure to login: Unable to obtain"));
  }

  @Test
  void otherErrorsAreOthers() {
    assertEquals(Optional.empty(), HdfsLogin.trouble(new IOException()));
    IOException own = new IOException("a", new IOException("b"));
    own.getCause().initCause(own);
    assertEquals(Optional.empty(), HdfsLogin.trouble(own));
    assertTrue(said(new AccessControlException("Permission denied: x")).contains("denied"));
  }

  private static String said(IOException error) {
    StorageException translated = ERRORS.translate("create directory", "/app", error);
    return translated.getMessage();
  }
}
