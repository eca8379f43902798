package io.holdfast.testkit.hdfs;

import io.holdfast.testkit.process.JobProcess;
import io.holdfast.wal.storage.hdfs.servers.HdfsServer;
import io.holdfast.wal.storage.hdfs.servers.HdfsServers;
import java.io.IOException;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * What is killed with SIGKILL under a job that runs on HDFS. What is killed of HDFS is started
 * again on its directories. What is left to chance follows from a seed.
 */
enum HdfsKill {
  /**
   * One DataNode at a time. The job must not end. After two of them it is killed as well, because
   * an open file does not come back to a DataNode that it has lost once.
   */
  DATA_NODE {
    @Override
    void once(Site site) throws IOException, InterruptedException {
      site.job.running();
      long start = HdfsRecoveries.nanoTime();
      HdfsServer victim =
          site.servers.dataNodes().get(site.random.nextInt(site.servers.dataNodes().size()));
      victim.kill();
      site.mustGoOn();
      site.figures.stallSince(start);
      site.servers.startMissing();
      site.mustGoOn();
      if (site.number % 2 == 1) {
        site.job.kill();
      }
    }
  },

  /** All DataNodes at once. The job waits, or ends because of its storage and is started again. */
  ALL_DATA_NODES {
    @Override
    void once(Site site) throws IOException, InterruptedException {
      JobProcess life = site.job.running();
      for (HdfsServer dataNode : site.servers.dataNodes()) {
        dataNode.kill();
      }
      boolean ended = life.endsWithin(Duration.ofMillis(site.random.nextInt(4000)));
      if (ended) {
        site.job.failed();
        // A start without DataNodes waits or is refused, and must leave nothing.
        site.job.start().endsWithin(Duration.ofMillis(site.random.nextInt(4000)));
      }
      site.servers.startMissing();
      boolean unused = site.goesOnOrFails();
    }
  },

  /**
   * The NameNode, which is in safe mode for a while when it is back. The job goes on, or ends where
   * it cannot know what has become of a renaming.
   */
  NAME_NODE {
    @Override
    void once(Site site) throws IOException, InterruptedException {
      JobProcess life = site.job.running();
      life.endsWithin(Duration.ofMillis(site.random.nextInt(300)));
      long start = HdfsRecoveries.nanoTime();
      site.servers.nameNode().kill();
      life.endsWithin(Duration.ofMillis(site.random.nextInt(2000)));
      site.servers.startMissing();
      if (site.goesOnOrFails()) {
        site.figures.stallSince(start);
      }
    }
  },

  /** The job, at any time: while it starts, takes leases over, recovers, runs. */
  JOB {
    @Override
    void once(Site site) throws InterruptedException {
      JobProcess life;
      if (site.random.nextInt(3) == 0) {
        life = site.job.start();
        life.endsWithin(Duration.ofMillis(site.random.nextInt(4000)));
      } else {
        life = site.job.running();
        life.endsWithin(Duration.ofMillis(site.random.nextInt(400)));
      }
      site.job.kill();
    }
  },

  /** The NameNode while the job recovers from a kill; it goes on or ends, as above. */
  NAME_NODE_IN_RECOVERY {
    @Override
    void once(Site site) throws IOException, InterruptedException {
      site.job.running();
      site.job.kill();
      site.job.start().endsWithin(Duration.ofMillis(site.random.nextInt(4000)));
      site.servers.nameNode().kill();
      site.servers.startMissing();
      site.job.running();
    }
  },

  /** The job and all servers, one immediately after the other. */
  EVERYTHING {
    @Override
    void once(Site site) throws IOException, InterruptedException {
      JobProcess life = site.job.running();
      life.endsWithin(Duration.ofMillis(site.random.nextInt(300)));
      boolean jobFirst = site.random.nextBoolean();
      if (jobFirst) {
        site.job.kill();
      }
      site.servers.close();
      if (!jobFirst) {
        site.job.kill();
      }
      site.servers.startMissing();
    }
  };

  /**
   * Where it happens.
   *
   * @param number of the kill in its round, from 0
   */
  record Site(
      HdfsServers servers,
      HdfsJob job,
      SplittableRandom random,
      int number,
      HdfsRecoveries.OfKind figures) {

    void mustGoOn() throws InterruptedException {
      if (!job.goesOn()) {
        job.failed();
        throw new AssertionError("it must go on, but has ended: " + job.ends());
      }
    }

    /** Whether it goes on; if not, it has ended because of its storage. */
    boolean goesOnOrFails() throws InterruptedException {
      boolean goesOn = job.goesOn();
      if (!goesOn) {
        job.failed();
      }
      return goesOn;
    }
  }

  /** Kills once, and starts again what was killed of HDFS. */
  abstract void once(Site site) throws IOException, InterruptedException;
}
