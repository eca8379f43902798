package io.holdfast.tools;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.spi.ContextAwareBase;
import io.holdfast.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/**
 * The log of the command line: warnings on the terminal, without traces, and all of it in a file if
 * one is named. Found by logback through its service loader; set up in code, because reading a
 * configuration file takes longer than the rest of the start.
 */
public final class Logging extends ContextAwareBase implements Configurator {

  /** Until a command says otherwise. */
  @Override
  public ExecutionStatus configure(LoggerContext context) {
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    quietLibraries(context);
    start(root, new Terminal(System.err::println), Level.WARN);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /**
   * Replaces what was set up before.
   *
   * @param file gets everything from INFO on; null for none
   * @param terminal gets one line per event, from WARN on, or from INFO on if {@code verbose}
   */
  static void apply(boolean verbose, Path file, Consumer<String> terminal) {
    Level shown = verbose ? Level.INFO : Level.WARN;
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.setLevel(file == null ? shown : Level.INFO);
    start(root, new Terminal(terminal), shown);
    if (file != null) {
      start(root, new LogFile(open(file)), Level.INFO);
    }
  }

  /** Shows nothing below an error. */
  public static void errorsOnly() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.ERROR);
    }
  }

  private static Writer open(Path file) {
    try {
      return Files.newBufferedWriter(
          file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new ConfigurationException("--log: cannot write to " + file + ": " + e, e);
    }
  }

  /**
   * They warn of what is normal, a missing native library or each attempt to reach a server that is
   * away; what matters they throw, and Holdfast says it once.
   */
  private static void quietLibraries(LoggerContext context) {
    for (String library :
        List.of(
            "org.apache.hadoop",
            "org.apache.kafka",
            "org.apache.spark.storage",
            "com.zaxxer.hikari")) {
      context.getLogger(library).setLevel(Level.ERROR);
    }
    for (String library :
        List.of("kafka.clients.NetworkClient", "kafka.common.security.ssl", "spark.network")) {
      context.getLogger("org.apache." + library).setLevel(Level.OFF);
    }
  }

  private static void start(Logger root, Lines lines, Level from) {
    lines.from = from;
    lines.setContext(root.getLoggerContext());
    lines.start();
    root.addAppender(lines);
  }

  private abstract static class Lines extends AppenderBase<ILoggingEvent> {
    private Level from;

    @Override
    protected void append(ILoggingEvent event) {
      if (event.getLevel().isGreaterOrEqual(from)) {
        write(event);
      }
    }

    abstract void write(ILoggingEvent event);
  }

  private static final class Terminal extends Lines {
    /** Spark writes the trace of a task on another machine into its message. */
    private static final Pattern TRACE =
        Pattern.compile("\\s+at \\S.*|\\s*\\.\\.\\. \\d+ more|Caused by: .*");

    private final Consumer<String> out;

    Terminal(Consumer<String> out) {
      this.out = out;
    }

    @Override
    void write(ILoggingEvent event) {
      StringBuilder line = new StringBuilder("holdfast: ");
      if (event.getLevel() != Level.INFO) {
        line.append(event.getLevel() == Level.WARN ? "warning" : "error").append(": ");
      }
      line.append(
          event
              .getFormattedMessage()
              .strip()
              .lines()
              .filter(part -> !TRACE.matcher(part).matches())
              .collect(Collectors.joining("\n")));
      IThrowableProxy cause = event.getThrowableProxy();
      if (cause != null) {
        String message = cause.getMessage() == null ? cause.getClassName() : cause.getMessage();
        line.append(": ").append(message.replaceAll("\\s*\\R\\s*", " "));
      }
      out.accept(line.toString());
    }
  }

  private static final class LogFile extends Lines {
    private final Writer out;

    LogFile(Writer out) {
      this.out = out;
    }

    @Override
    void write(ILoggingEvent event) {
      try {
        out.write(
            event.getInstant() + " " + event.getLevel() + " [" + event.getThreadName() + "] ");
        out.write(event.getLoggerName() + " - " + event.getFormattedMessage() + "\n");
        if (event.getThrowableProxy() != null) {
          out.write(ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        out.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void stop() {
      super.stop();
      try {
        out.close();
      } catch (IOException e) {
        addError("closing the log", e);
      }
    }
  }
}
