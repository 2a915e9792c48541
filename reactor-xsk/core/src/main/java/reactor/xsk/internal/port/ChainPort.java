package reactor.xsk.internal.port;

import java.util.function.IntConsumer;
import reactor.xsk.XskMode;
import reactor.xsk.internal.frame.ChunkLedger;
import reactor.xsk.internal.frame.FrameGeometry;
import reactor.xsk.internal.linux.IfXdp;
import reactor.xsk.internal.linux.MetadataPlan;
import reactor.xsk.internal.linux.XskSocket;

/**
 * The AF_XDP port of frames of several chunks: a packet that is longer than a chunk goes out as a
 * chain of descriptors, whose chunks lie behind each other in its frame. A chain is put whole, and
 * its frame has come back when all its chunks have.
 */
final class ChainPort extends XskPort {

  private final ChunkLedger chunks;
  private final int chunkBytes;

  /** Most packets that full windows share a kick for, whatever they have of descriptors. */
  private final int kickPackets;

  /** Most descriptors of a packet. */
  private final int mostChunks;

  /** How many packets end in a descriptor or before it, by its index. */
  private final int[] endedAt;

  private final int[] frames = new int[Completions.BATCH];
  private int endedCount;

  /** The same as for the port of single descriptors. */
  ChainPort(XskSocket socket, XskMode mode, FrameGeometry geometry, int kickSize) {
    super(
        socket,
        mode,
        geometry,
        kickSize * geometry.chunks(geometry.frameSizeBytes()),
        MetadataPlan.NONE);
    this.chunks = new ChunkLedger(geometry, ledger);
    this.chunkBytes = geometry.chunkBytes();
    this.kickPackets = kickSize;
    this.mostChunks = geometry.chunks((int) frame(0).byteSize());
    this.endedAt = new int[2 * txRing.entries()]; // the last one taken stays while the ring is full
  }

  @Override
  public int longestWindow() {
    return ringLimit == Integer.MAX_VALUE ? ringLimit : ringLimit / mostChunks;
  }

  @Override
  public int room(int wanted) {
    return super.room(wanted * mostChunks) / mostChunks;
  }

  @Override
  public void put(int frame, int lengthBytes, boolean more) {
    chunks.publish(frame, geometry.chunks(lengthBytes));
    int options = more ? moreOption : 0;
    long address = geometry.address(frame);
    int left = lengthBytes;
    for (; left > chunkBytes; left -= chunkBytes, address += chunkBytes) {
      putOne(address, chunkBytes, options | IfXdp.XDP_PKT_CONTD);
    }
    endedCount++;
    putOne(address, left, options);
  }

  @Override
  public void putWindow(int[] frames, int[] lengthsBytes, int count) {
    for (int i = 0; i < count; i++) {
      put(frames[i], lengthsBytes[i], i != count - 1);
    }
  }

  /** Packets of several descriptors stay, and fail: one may have been taken in part. */
  @Override
  public int withdraw(int most, IntConsumer frame) {
    return 0;
  }

  private void putOne(long address, int lengthBytes, int options) {
    endedAt[slot(txRing.produced())] = endedCount;
    txRing.put(address, lengthBytes, options);
  }

  private int slot(int index) {
    return index & (endedAt.length - 1);
  }

  @Override
  public boolean canGather(int packets) {
    return pending() + packets <= kickPackets
        && txRing.pending() + packets * mostChunks <= kickDescriptors
        && ledger.freeCount() >= packets
        && room(packets) == packets;
  }

  /** A packet has been taken with its last descriptor. */
  @Override
  public int pending() {
    return super.pending() == 0 ? 0 : endedCount - endedAt[slot(txRing.consumed() - 1)];
  }

  @Override
  int takeCompletions(FrameOutcomes outcomes) {
    int inFlight = ledger.inFlightCount();
    int count = completionRing.available();
    for (int left = count; left > 0; left -= Completions.BATCH) {
      takeCompletions(Math.min(left, Completions.BATCH), outcomes);
    }
    if (count > 0) {
      completionRing.release();
    }
    return inFlight - ledger.inFlightCount();
  }

  private void takeCompletions(int batch, FrameOutcomes outcomes) {
    int done = 0;
    try {
      for (int i = 0; i < batch; i++) {
        long address = completionRing.peek(0);
        completionRing.take(1);
        int frame = chunks.completed(address);
        if (frame != FrameGeometry.NO_FRAME) {
          frames[done++] = frame;
        }
      }
    } finally { // also those before a completion that cannot be true
      outcomes.onCompleted(frames, 0, done);
    }
  }
}
