package io.holdfast.benchmarks.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.streaming.util.WriteAheadLog;
import org.apache.spark.streaming.util.WriteAheadLogUtils;

/**
 * Spark Streaming's log on a local directory, made as Spark makes it: the receiver's is file-based,
 * the driver's batches on top of that. A local file system has nothing behind Spark's {@code
 * hflush} but the operating system's memory, so nothing here is forced.
 *
 * <p>Files roll by the times that are passed with the records. Here time is counted in bytes, so
 * that a file gets as long as a segment of ours, and files before the current one are deleted.
 */
final class SparkLog implements LogUnderTest {
  /** Of the log's time, in its milliseconds. */
  private static final long FILE_MILLIS = 1000;

  private static final String ROLL_SECONDS = "1";

  private final WriteAheadLog log;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong files = new AtomicLong();

  SparkLog(Path directory, boolean batched) {
    SparkConf conf =
        new SparkConf(false)
            .set("spark.streaming.driver.writeAheadLog.rollingIntervalSecs", ROLL_SECONDS)
            .set("spark.streaming.receiver.writeAheadLog.rollingIntervalSecs", ROLL_SECONDS);
    Configuration hadoop = new Configuration();
    String uri = directory.toUri().toString();
    log =
        batched
            ? WriteAheadLogUtils.createLogForDriver(conf, uri, hadoop)
            : WriteAheadLogUtils.createLogForReceiver(conf, uri, hadoop);
  }

  @Override
  public void append(ByteBuffer payload) {
    long total = bytes.addAndGet(payload.remaining());
    long time = total / (RotatingFile.FILE_BYTES / FILE_MILLIS) + 1;
    log.write(payload.duplicate(), time);
    long file = time / FILE_MILLIS;
    long last = files.get();
    if (file > last && files.compareAndSet(last, file)) {
      log.clean(time - FILE_MILLIS, false);
    }
  }

  @Override
  public void close() throws IOException {
    log.close();
  }
}
