package io.holdfast.tools;

import io.holdfast.kafka.KafkaReceiverSource;
import io.holdfast.kafka.KafkaSource;
import io.holdfast.source.DirectTextFiles;
import io.holdfast.source.DirectoryTextSource;
import io.holdfast.source.HttpPushSource;
import io.holdfast.source.NumberedTcpSource;
import io.holdfast.source.SocketTextSource;
import io.holdfast.stream.DStream;
import io.holdfast.stream.StreamingContext;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Where a job's lines come from, as the flag {@code --from} names it. */
sealed interface InputAddress {

  /** Defines an input that reads from here. */
  DStream<String> stream(StreamingContext context, String name, ConnectorOptions options);

  /** A server of numbered lines, which can be asked to send from a number on. */
  record NumberedTcp(String host, int port) implements InputAddress {
    @Override
    public DStream<String> stream(StreamingContext context, String name, ConnectorOptions options) {
      return context.receiverStream(name, new NumberedTcpSource(host, port));
    }
  }

  /** A server of plain lines. */
  record Socket(String host, int port) implements InputAddress {
    @Override
    public DStream<String> stream(StreamingContext context, String name, ConnectorOptions options) {
      return context.receiverStream(name, new SocketTextSource(host, port));
    }
  }

  /** Requests of lines that clients send here. */
  record HttpPush(String address, int port) implements InputAddress {
    @Override
    public DStream<String> stream(StreamingContext context, String name, ConnectorOptions options) {
      return context.receiverStream(name, HttpPushSource.lines(port).listeningOn(address));
    }
  }

  /** A directory of text files. */
  record Directory(Path path) implements InputAddress {
    @Override
    public DStream<String> stream(StreamingContext context, String name, ConnectorOptions options) {
      return context.receiverStream(name, new DirectoryTextSource(path));
    }
  }

  /** A directory of text files that are read where they lie, and written to no log. */
  record InPlace(Path path) implements InputAddress {
    @Override
    public DStream<String> stream(StreamingContext context, String name, ConnectorOptions options) {
      return context.directStream(name, DirectTextFiles.in(path));
    }
  }

  /** A topic that is read where it lies, and written to no log. */
  record Topic(KafkaAddress address) implements InputAddress {
    @Override
    public DStream<String> stream(StreamingContext context, String name, ConnectorOptions options) {
      return context.directStream(
          name, KafkaSource.text(options.kafka(address.brokers()), address.topic()));
    }
  }

  /** A topic that is copied to the log, for topics that keep their records for a short time. */
  record LoggedTopic(KafkaAddress address) implements InputAddress {
    @Override
    public DStream<String> stream(StreamingContext context, String name, ConnectorOptions options) {
      return context.receiverStream(
          name, KafkaReceiverSource.text(options.kafka(address.brokers()), address.topic()));
    }
  }

  /** Reads the flag. */
  final class Flag implements ITypeConverter<InputAddress> {
    static final String FORMS =
        "tcp://HOST:PORT, socket://HOST:PORT, http://ADDRESS:PORT, kafka://HOST:PORT/TOPIC,"
            + " kafka+log://HOST:PORT/TOPIC, dir:PATH or files:PATH";

    @Override
    public InputAddress convert(String value) {
      if (value.startsWith("dir:")) {
        return new Directory(directory(value, value.substring("dir:".length())));
      }
      if (value.startsWith("files:")) {
        return new InPlace(directory(value, value.substring("files:".length())));
      }
      int colon = value.indexOf("://");
      return switch (colon < 0 ? "" : value.substring(0, colon)) {
        case "tcp" -> new NumberedTcp(host(value, colon + 3), port(value));
        case "socket" -> new Socket(host(value, colon + 3), port(value));
        case "kafka" -> new Topic(KafkaAddress.parse(value, "topic"));
        case "kafka+log" -> new LoggedTopic(KafkaAddress.parse(value, "topic"));
        case "http" -> new HttpPush(host(value, colon + 3), port(value));
        default -> throw new TypeConversionException("'" + value + "' is no input; write " + FORMS);
      };
    }

    private static Path directory(String value, String name) {
      try {
        Path path = Path.of(name);
        if (!name.isEmpty() && Files.isDirectory(path)) {
          return path.toAbsolutePath().normalize();
        }
        throw new TypeConversionException(
            "'" + value + "' is no input: there is no directory '" + name + "'");
      } catch (InvalidPathException e) {
        throw new TypeConversionException("'" + value + "' is no input: " + e.getMessage());
      }
    }

    private static String host(String value, int start) {
      int end = value.lastIndexOf(':');
      String host = end < start ? "" : value.substring(start, end);
      if (host.startsWith("[") && host.endsWith("]")) {
        return host.substring(1, host.length() - 1); // [::1]
      }
      if (host.isEmpty() || host.contains(":") || host.contains("/")) {
        throw new TypeConversionException("'" + value + "' names no host and port; write " + FORMS);
      }
      return host;
    }

    private static int port(String value) {
      String port = value.substring(value.lastIndexOf(':') + 1);
      try {
        int number = Integer.parseInt(port);
        if (number >= 1 && number <= 65535) {
          return number;
        }
      } catch (NumberFormatException e) {
        // said below
      }
      throw new TypeConversionException(
          "'" + value + "' has the port '" + port + "'; a port is a number from 1 to 65535");
    }
  }
}
