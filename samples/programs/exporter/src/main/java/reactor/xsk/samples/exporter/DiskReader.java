package reactor.xsk.samples.exporter;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import reactor.xsk.telemetry.sflow.HostDisk;

/** Reads what the disks did from /proc/diskstats, and how full the mounted file systems are. */
final class DiskReader {

  private static final long SECTOR_BYTES = 512; // of diskstats, whatever the disk has
  private static final int WHOLE = 10_000; // hundredths of a percent

  private final MachineFiles files;

  DiskReader(MachineFiles files) {
    this.files = files;
  }

  HostDisk read() {
    long[] io = transfers();
    long totalBytes = 0;
    long freeBytes = 0;
    long fullest = 0;
    for (Path mountPoint : mountPoints()) {
      try {
        FileStore store = Files.getFileStore(mountPoint);
        long total = store.getTotalSpace();
        if (total > 0) {
          long free = store.getUnallocatedSpace();
          totalBytes += total;
          freeBytes += free;
          fullest = Math.max(fullest, Math.round((double) WHOLE * (total - free) / total));
        }
      } catch (IOException unreadable) {
        // unmounted since, or not for this user: it does not count
      }
    }
    return new HostDisk(totalBytes, freeBytes, fullest, io[0], io[1], io[2], io[3], io[4], io[5]);
  }

  /** One of each device, which may be mounted in several places. */
  private Collection<Path> mountPoints() {
    Map<String, Path> ofDevices = new LinkedHashMap<>();
    for (String line : files.lines("proc/mounts")) {
      String[] words = line.split(" ");
      if (words[0].startsWith("/dev/")) {
        ofDevices.putIfAbsent(words[0], Path.of(words[1].replace("\\040", " "))); // proc(5)
      }
    }
    return ofDevices.values();
  }

  /** Reads, octets read, ms of reading, writes, octets written, ms of writing. */
  private long[] transfers() {
    long[] sums = new long[6];
    for (String line : files.lines("proc/diskstats")) {
      String[] words = line.strip().split("\\s+");
      if (isDisk(words[2])) {
        sums[0] += Long.parseLong(words[3]);
        sums[1] += Long.parseLong(words[5]) * SECTOR_BYTES;
        sums[2] += Long.parseLong(words[6]);
        sums[3] += Long.parseLong(words[7]);
        sums[4] += Long.parseLong(words[9]) * SECTOR_BYTES;
        sums[5] += Long.parseLong(words[10]);
      }
    }
    return sums;
  }

  /** Partitions, loops, RAID and volumes have no device of their own: they would count twice. */
  private boolean isDisk(String name) {
    return files.exists("sys/block/" + name + "/device");
  }
}
