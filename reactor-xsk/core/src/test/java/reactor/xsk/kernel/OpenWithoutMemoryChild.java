package reactor.xsk.kernel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import reactor.xsk.XskConfig;
import reactor.xsk.XskMode;
import reactor.xsk.XskSender;
import reactor.xsk.kernel.support.ProcessResources;

/**
 * A process with a small heap that opens senders while almost nothing of the heap is free, from a
 * little to enough, so that memory runs out at one step of opening after the other.
 */
final class OpenWithoutMemoryChild {

  /** A UMEM of 5,000 KiB, as nothing else maps: more than the C library takes for a thread. */
  private static final int FRAME_COUNT = 2_500;

  private static final int FRAME_BYTES = 2_048;

  private static final int CHUNK_BYTES = 1_024;

  /** Each try has this part more, and 2 chunks. */
  private static final double GROWTH = 1.1;

  private static final Duration LONGEST = Duration.ofSeconds(20);

  /** So often in a row there was enough: more memory would only repeat that. */
  private static final int ENOUGH = 3;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private OpenWithoutMemoryChild() {}

  /** Arguments: interface and mode. Prints how many tries failed; a leak is a failure. */
  public static void main(String[] arguments) {
    XskConfig config =
        XskConfig.builder(arguments[0])
            .mode(XskMode.valueOf(arguments[1]))
            .bulkAllowed(true)
            .frameCount(FRAME_COUNT)
            .frameSize(FRAME_BYTES)
            .build();
    for (int i = 0; i < 3; i++) { // so that what is loaded once is loaded
      XskSender.create(config).close();
      isRefused(config, 1);
    }
    ProcessResources before = ProcessResources.now();
    int failures = 0;
    int opened = 0;
    long endNs = System.nanoTime() + LONGEST.toNanos();
    int freeChunks = 0;
    while (opened < ENOUGH && System.nanoTime() - endNs < 0) {
      boolean failed = isRefused(config, freeChunks);
      failures += failed ? 1 : 0;
      opened = failed ? 0 : opened + 1;
      freeChunks = (int) (GROWTH * freeChunks) + 2;
    }
    XskSender.create(config).close(); // it also releases what no memory was left to release
    before.awaitAgain(PATIENCE);
    long umems = ProcessResources.mappingsOf((long) FRAME_COUNT * FRAME_BYTES);
    System.out.printf("failures=%d umems=%d%n", failures, umems);
  }

  /** Tries to open with {@code freeChunks} of the heap; returns whether that failed. */
  private static boolean isRefused(XskConfig config, int freeChunks) {
    List<byte[]> ballast = new ArrayList<>(1 << 16);
    try {
      while (true) {
        ballast.add(new byte[CHUNK_BYTES]);
      }
    } catch (OutOfMemoryError full) {
      for (int i = 0; i < freeChunks && !ballast.isEmpty(); i++) {
        ballast.removeLast();
      }
    }
    try {
      XskSender.create(config).close();
      return false;
    } catch (OutOfMemoryError | RuntimeException e) {
      return true;
    } finally {
      ballast.clear();
    }
  }
}
