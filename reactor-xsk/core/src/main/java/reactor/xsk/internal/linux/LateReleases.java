package reactor.xsk.internal.linux;

/**
 * Descriptors and mappings whose release threw, because memory or stack had run out inside the call
 * and before the system call: the first calls through a method handle can need some. They are still
 * open, so they are released by a later call, which finds memory. Any thread.
 */
final class LateReleases {

  /** The system calls, which can throw again. */
  interface Calls {

    /** close(2). */
    int closeNow(int fd);

    /** munmap(2). */
    int munmapNow(long address, long lengthBytes);
  }

  /** More than anything here has open; what is beyond stays open. */
  private static final int MOST = 1_024;

  private static final long IS_DESCRIPTOR = -1;

  // allocated before memory runs out
  private final long[] handles = new long[MOST];
  private final long[] lengthsBytes = new long[MOST];
  private volatile int count;

  /** Closes {@code fd} now, or with a later call. Returns what close(2) said, or 0. */
  int close(Calls calls, int fd) {
    return release(calls, fd, IS_DESCRIPTOR);
  }

  /** Unmaps memory now, or with a later call. Returns what munmap(2) said, or 0. */
  int munmap(Calls calls, long address, long lengthBytes) {
    return release(calls, address, lengthBytes);
  }

  private int release(Calls calls, long handle, long lengthBytes) {
    try {
      int result = releaseNow(calls, handle, lengthBytes);
      retry(calls);
      return result;
    } catch (OutOfMemoryError | StackOverflowError e) {
      keep(handle, lengthBytes);
      return 0;
    }
  }

  private static int releaseNow(Calls calls, long handle, long lengthBytes) {
    return lengthBytes == IS_DESCRIPTOR
        ? calls.closeNow((int) handle)
        : calls.munmapNow(handle, lengthBytes);
  }

  /** Releases what could not be released before. */
  void retry(Calls calls) {
    boolean releases = count > 0;
    while (releases) {
      releases = retryOne(calls);
    }
  }

  private synchronized boolean retryOne(Calls calls) {
    if (count == 0) {
      return false;
    }
    int last = count - 1;
    try {
      releaseNow(calls, handles[last], lengthsBytes[last]);
    } catch (OutOfMemoryError | StackOverflowError e) {
      return false; // stays
    }
    count = last;
    return last > 0;
  }

  private synchronized void keep(long handle, long lengthBytes) {
    int next = count;
    if (next < MOST) {
      handles[next] = handle;
      lengthsBytes[next] = lengthBytes;
      count = next + 1;
    }
  }

  /** What waits to be released. */
  int waiting() {
    return count;
  }
}
