package io.holdfast.wal.storage.hdfs;

import io.holdfast.wal.storage.FileExistsException;
import io.holdfast.wal.storage.FileMissingException;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StorageFullException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.ClusterStorageCapacityExceededException;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.PathIsNotEmptyDirectoryException;
import org.apache.hadoop.hdfs.protocol.AlreadyBeingCreatedException;
import org.apache.hadoop.hdfs.server.namenode.SafeModeException;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.ipc.RetriableException;
import org.apache.hadoop.ipc.StandbyException;
import org.apache.hadoop.security.AccessControlException;

/** Says what an {@link IOException} of a Hadoop client means here. */
final class HdfsErrors {
  private static final Pattern DENIED =
      Pattern.compile(
          "Permission denied: user=(\\S+), access=(\\S+), inode=\"([^\"]*)\":(\\S+):(\\S+):(\\S+)");

  private final String nameNode;

  /**
   * @param nameNode host and port, or the name service, for messages
   */
  HdfsErrors(String nameNode) {
    this.nameNode = nameNode;
  }

  /** What the NameNode has thrown, instead of the envelope it came in. */
  static IOException unwrap(IOException e) {
    IOException inner = e instanceof RemoteException remote ? remote.unwrapRemoteException() : e;
    if (inner instanceof RetriableException && inner.getCause() instanceof IOException cause) {
      return cause instanceof RemoteException remote ? remote.unwrapRemoteException() : cause;
    }
    return inner;
  }

  /** Whether the NameNode has refused the call for now, without having done anything. */
  static boolean isNotNow(IOException e) {
    return e instanceof SafeModeException
        || e instanceof RetriableException
        || e instanceof StandbyException
        || named(e, "SafeModeException");
  }

  StorageException translate(String operation, Object path, IOException thrown) {
    IOException e = unwrap(thrown);
    String prefix = operation + " " + path + ": ";
    Optional<String> login = HdfsLogin.trouble(e);
    if (login.isPresent()) {
      return new StorageException(prefix + login.get(), e);
    }
    if (e instanceof FileAlreadyExistsException || e instanceof AlreadyBeingCreatedException) {
      return new FileExistsException(prefix + "the name is taken", e);
    }
    if (e instanceof FileNotFoundException) {
      return new FileMissingException(prefix + "it does not exist", e);
    }
    if (e instanceof ClusterStorageCapacityExceededException) {
      return new StorageFullException(
          prefix + firstLine(e) + ". Raise the quota or make room, and start again", e);
    }
    if (e instanceof PathIsNotEmptyDirectoryException) {
      return new StorageException(prefix + "the directory is not empty", e);
    }
    if (e instanceof ParentNotDirectoryException) {
      return new StorageException(prefix + "what should be its parent is not a directory", e);
    }
    if (e instanceof AccessControlException) {
      return new StorageException(prefix + denied(e), e);
    }
    if (isNotNow(e)) {
      return new StorageException(prefix + notNow(e), e);
    }
    return otherwise(prefix, e);
  }

  private StorageException otherwise(String prefix, IOException e) {
    boolean interrupted = e instanceof InterruptedIOException && !isTimeout(e);
    if (interrupted || e instanceof ClosedByInterruptException) {
      return new StorageException(
          prefix + "the thread was interrupted; never interrupt file I/O", e);
    }
    if (isTakenOver(e)) {
      return new StorageException(
          prefix
              + "another process has taken the file over; this writer has no right to it any more"
              + " and must not acknowledge what it was writing",
          e);
    }
    if (e instanceof ClosedChannelException) {
      return new StorageException(prefix + "the file is closed", e);
    }
    if (firstLine(e).contains("Filesystem closed")) {
      return new StorageException(prefix + "the storage is closed", e);
    }
    if (firstLine(e).contains("could only be written to")) {
      return new StorageFullException(
          prefix
              + "no DataNode takes the file: "
              + firstLine(e)
              + ". Either they have no room for one more block, or they cannot be reached from here;"
              + " look at: hdfs dfsadmin -report",
          e);
    }
    if (firstLine(e).contains("exceeds maximum data length")) {
      return new StorageException(
          prefix + "what answers at " + nameNode + " is not a NameNode; name its RPC port", e);
    }
    if (isUnreachable(e)) {
      return new StorageException(prefix + unreachable(e), e);
    }
    return new StorageException(prefix + firstLine(e), e);
  }

  /** Somebody recovered the lease: the NameNode or a DataNode knows a newer owner of the file. */
  private static boolean isTakenOver(IOException e) {
    String text = firstLine(e);
    return named(e, "LeaseExpiredException")
        || named(e, "RecoveryInProgressException")
        || text.contains("does not have any open files")
        || text.contains("Unexpected BlockUCState")
        || text.contains("is being recovered")
        || text.contains("Lease mismatch");
  }

  static boolean isUnreachable(IOException e) {
    return e instanceof ConnectException
        || e instanceof NoRouteToHostException
        || e instanceof SocketTimeoutException
        || e instanceof UnknownHostException
        || e instanceof SocketException
        || e instanceof EOFException;
  }

  private static boolean isTimeout(IOException e) {
    return e instanceof SocketTimeoutException;
  }

  private String unreachable(IOException e) {
    String why = "did not answer";
    if (e instanceof UnknownHostException) {
      why = "is unknown to the name service of this machine";
    } else if (e instanceof ConnectException && !(e instanceof SocketTimeoutException)) {
      why = "refused the connection";
    } else if (e instanceof NoRouteToHostException) {
      why = "cannot be reached from this machine";
    }
    return "the NameNode "
        + nameNode
        + " "
        + why
        + ". Whether a call that was under way has been done is unknown. Look whether it runs and"
        + " whether the address is right, and start again";
  }

  private String notNow(IOException e) {
    if (e instanceof StandbyException) {
      return "the NameNode " + nameNode + " is on standby, and no other one is active";
    }
    return "the NameNode "
        + nameNode
        + " is in safe mode, so nothing can be changed. Look at it with: hdfs dfsadmin -safemode"
        + " get; it ends by itself when enough DataNodes have reported, or with: hdfs dfsadmin"
        + " -safemode leave";
  }

  private static String denied(IOException e) {
    var parts = DENIED.matcher(firstLine(e));
    if (!parts.find()) {
      return "permission denied: " + firstLine(e);
    }
    return "permission denied: user "
        + parts.group(1)
        + " needs "
        + parts.group(2)
        + " on "
        + parts.group(3)
        + ", which belongs to "
        + parts.group(4)
        + ":"
        + parts.group(5)
        + " with "
        + parts.group(6)
        + ". Change that with hdfs dfs -chown or -chmod, or run as another user";
  }

  private static boolean named(IOException e, String simpleName) {
    String name =
        e instanceof RemoteException remote ? remote.getClassName() : e.getClass().getName();
    return name.endsWith("." + simpleName);
  }

  /** The message without the stack of the other side. */
  static String firstLine(IOException e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    List<String> lines = message.lines().filter(line -> !line.isBlank()).toList();
    String first = lines.isEmpty() ? e.getClass().getSimpleName() : lines.get(0).strip();
    return first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
  }
}
