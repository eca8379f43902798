package io.holdfast.spark;

import io.holdfast.backend.SentSplit.Location;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.wal.SegmentHeader;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Hadoop on which hosts the segments of logs lie, once for a segment: its blocks have replicas
 * on the host of their writer, all of them. Not knowing costs a copy over the network and nothing
 * else.
 */
final class HdfsBlockHosts implements BlockHosts {
  private static final Logger LOG = LoggerFactory.getLogger(HdfsBlockHosts.class);

  /** Segments are read soon after they were written: those of a long backlog are in here. */
  private static final int MOST_KNOWN = 4096;

  private final FileSystem files;
  private final Path data;
  private final Map<Segment, List<String>> known =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Segment, List<String>> eldest) {
          return size() > MOST_KNOWN;
        }
      };

  private record Segment(String log, long sequence) {}

  private HdfsBlockHosts(FileSystem files, Path data) {
    this.files = files;
    this.data = data;
  }

  /** For an application's directory; knows nothing if it is not on HDFS. */
  static BlockHosts of(String location, Configuration configuration) {
    if (!location.startsWith("hdfs:")) {
      return UNKNOWN;
    }
    try {
      FileSystem files = FileSystem.get(URI.create(location), configuration);
      return new HdfsBlockHosts(files, new Path(location, ApplicationLayout.DATA));
    } catch (IOException e) {
      LOG.warn("Where blocks lie on {} is not known: {}", location, e.toString());
      return UNKNOWN;
    }
  }

  @Override
  public synchronized List<String> of(Location place) {
    Segment segment = new Segment(place.log(), place.handle().segment());
    List<String> hosts = known.get(segment);
    if (hosts == null) {
      hosts = ask(place);
      known.put(segment, hosts);
    }
    return hosts;
  }

  private List<String> ask(Location place) {
    Path segment =
        new Path(new Path(data, place.log()), SegmentHeader.fileName(place.handle().segment()));
    try {
      BlockLocation[] found =
          files.getFileBlockLocations(
              segment, place.handle().offset(), place.handle().lengthBytes());
      return found.length == 0 ? List.of() : List.of(found[0].getHosts());
    } catch (IOException e) {
      LOG.debug("Where {} lies is not known", segment, e);
      return List.of();
    }
  }
}
