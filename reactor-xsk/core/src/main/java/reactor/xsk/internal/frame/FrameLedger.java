package reactor.xsk.internal.frame;

import reactor.xsk.XskCompletionException;

/**
 * Who owns each frame. Free frames exist only on the free stack; in-flight ones only in the state
 * table; and only {@link #completed} turns one into the other.
 */
public final class FrameLedger {

  private static final byte FREE = 0;
  private static final byte WRITING = 1;
  private static final byte IN_FLIGHT = 2;

  private final FrameGeometry geometry;
  private final byte[] states;
  private final int[] freeStack;
  private int freeCount;
  private int inFlightCount;

  /** All frames free. The lowest is handed out first. */
  public FrameLedger(FrameGeometry geometry) {
    this.geometry = geometry;
    this.states = new byte[geometry.frameCount()];
    this.freeStack = new int[geometry.frameCount()];
    for (int i = 0; i < freeStack.length; i++) {
      freeStack[i] = freeStack.length - 1 - i;
    }
    this.freeCount = freeStack.length;
  }

  /** Takes a free frame to write into. The caller has seen that {@link #freeCount} is not 0. */
  public int acquire() {
    int frame = freeStack[--freeCount];
    states[frame] = WRITING;
    return frame;
  }

  /**
   * Takes as many free frames as {@code frames} is to begin with. The caller has seen that there
   * are so many.
   */
  public void acquire(int[] frames, int count) {
    int top = freeCount - 1;
    for (int i = 0; i < count; i++) {
      int frame = freeStack[top - i];
      states[frame] = WRITING;
      frames[i] = frame;
    }
    freeCount -= count;
  }

  /** Gives back a frame that was acquired and not published. */
  public void giveBack(int frame) {
    require(frame, WRITING, "give back");
    free(frame);
  }

  /** Hands a written frame to the kernel. */
  public void publish(int frame) {
    require(frame, WRITING, "publish");
    states[frame] = IN_FLIGHT;
    inFlightCount++;
  }

  /**
   * Hands written frames to the kernel, the first {@code count} of an array.
   *
   * @param addresses receives the UMEM addresses of their packets
   */
  public void publish(int[] frames, int count, long[] addresses) {
    int published = 0;
    try {
      for (; published < count; published++) {
        int frame = frames[published];
        if (states[frame] != WRITING) {
          throw wrongState(frame, "publish"); // a call for each frame would cost four times as much
        }
        states[frame] = IN_FLIGHT;
        addresses[published] = geometry.address(frame);
      }
    } finally {
      inFlightCount += published;
    }
  }

  /**
   * Takes a frame back from the kernel.
   *
   * @return the frame at the address
   * @throws XskCompletionException if no frame in flight starts there; it names the address
   */
  public int completed(long umemAddress) {
    int frame = geometry.frameAt(umemAddress);
    if (frame == FrameGeometry.NO_FRAME || states[frame] != IN_FLIGHT) {
      throw badCompletion(umemAddress, frame);
    }
    inFlightCount--;
    free(frame);
    return frame;
  }

  /**
   * Takes frames back from the kernel, up to the first address where no frame in flight starts.
   *
   * @param addresses the addresses, of which there are {@code count}
   * @param frames receives the frames at them
   * @return how many were taken back; {@link #completed(long)} refuses the one behind them
   */
  public int completed(long[] addresses, int count, int[] frames) {
    int done = 0;
    for (; done < count; done++) {
      long address = addresses[done];
      int frame = geometry.number(address);
      if (!geometry.isStart(address)
          || Integer.compareUnsigned(frame, states.length) >= 0 // the only check of the index
          || states[frame] != IN_FLIGHT) {
        break;
      }
      states[frame] = FREE;
      frames[done] = frame;
    }
    System.arraycopy(frames, 0, freeStack, freeCount, done);
    freeCount += done;
    inFlightCount -= done;
    return done;
  }

  /** Takes a frame back from a socket that has been closed: no completion can come any more. */
  public void reclaim(int frame) {
    require(frame, IN_FLIGHT, "reclaim");
    inFlightCount--;
    free(frame);
  }

  /** The same for all of {@code frames} in a range. */
  public void reclaim(int[] frames, int from, int to) {
    for (int i = from; i < to; i++) {
      reclaim(frames[i]);
    }
  }

  /** Whether the frame is in flight. */
  public boolean isInFlight(int frame) {
    return states[frame] == IN_FLIGHT;
  }

  /** Frames ready for a packet. */
  public int freeCount() {
    return freeCount;
  }

  /** Frames published and not yet completed. */
  public int inFlightCount() {
    return inFlightCount;
  }

  private void free(int frame) {
    states[frame] = FREE;
    freeStack[freeCount++] = frame;
  }

  private void require(int frame, byte state, String operation) {
    if (states[frame] != state) {
      throw wrongState(frame, operation);
    }
  }

  private IllegalStateException wrongState(int frame, String operation) {
    return new IllegalStateException(
        "cannot %s frame %d: it is %s".formatted(operation, frame, nameOf(states[frame])));
  }

  /** Says of an address that it cannot have been completed. */
  XskCompletionException badCompletion(long umemAddress, int frame) {
    boolean isFrame = frame != FrameGeometry.NO_FRAME;
    boolean inFlight = isFrame && isInFlight(frame);
    String owner = isFrame ? nameOf(states[frame]) : "none";
    return BadCompletion.at(umemAddress, frame, owner, inFlight, geometry);
  }

  private static String nameOf(byte state) {
    return switch (state) {
      case FREE -> "free";
      case WRITING -> "being written";
      default -> "in flight";
    };
  }

  @Override
  public String toString() {
    return "FrameLedger(free=%d, inFlight=%d, frames=%d)"
        .formatted(freeCount, inFlightCount, states.length);
  }
}
