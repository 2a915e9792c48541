package reactor.xsk.internal.port;

import java.lang.foreign.MemorySegment;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import reactor.xsk.SendOutcome;
import reactor.xsk.XskException;
import reactor.xsk.XskGrants;
import reactor.xsk.XskMode;
import reactor.xsk.XskPacketException;
import reactor.xsk.internal.frame.FrameMetadata;

/**
 * What carries windows out. Belongs to the loop thread.
 *
 * <p>A window: {@link #room}, {@link #acquire(int[], int)}, then each packet is written into its
 * {@link #frame}; {@link #putWindow}, one {@link #submit} and one {@link #kick}, which it may share
 * with the windows that follow if {@link #canGather}. Frames come back through {@link #reap}.
 */
public interface TxPort extends AutoCloseable {

  /** All frames. */
  int frameCount();

  /** Frames ready for a packet. */
  int freeFrames();

  /** Frames published and not yet completed. */
  int inFlight();

  /** Whether a frame is one of them. */
  boolean isInFlight(int frame);

  /** The longest packet without a VLAN tag; with one it may be 4 longer if its frame is. */
  int maxPacketBytes();

  /** What was granted. */
  XskMode mode();

  /** What was asked of the kernel beside the mode, and granted. */
  default XskGrants grants() {
    return XskGrants.none();
  }

  /** Most packets of a window, whatever was asked for. */
  int longestWindow();

  /** How many of {@code wanted} packets can be put now. */
  int room(int wanted);

  /** Takes a free frame; the caller has seen that {@link #freeFrames} is not 0. */
  int acquire();

  /** Takes so many free frames at once, the first {@code count} of an array. */
  void acquire(int[] frames, int count);

  /** The memory of an acquired frame. */
  MemorySegment frame(int frame);

  /** Gives back an acquired frame that will not be put. */
  void giveBack(int frame);

  /** What lies before each packet; null where packets carry nothing beside their bytes. */
  default @Nullable FrameMetadata metadata() {
    return null;
  }

  /** When a packet that {@link #reap} reported as completed left; 0 if that is not known. */
  default long transmitTimeNs(int frame) {
    return 0;
  }

  /** Describes a written frame as the next packet; {@code more} on all of a window but the last. */
  void put(int frame, int lengthBytes, boolean more);

  /** Describes the first {@code count} written frames of an array as a whole window. */
  default void putWindow(int[] frames, int[] lengthsBytes, int count) {
    for (int i = 0; i < count; i++) {
      put(frames[i], lengthsBytes[i], i != count - 1);
    }
  }

  /** Publishes what was put. */
  void submit();

  /** Published packets that have not been taken. */
  int pending();

  /** Whether what is pending needs a {@link #kick}. */
  boolean needsKick();

  /**
   * Whether one kick can carry what is pending and {@code packets} more, for less than two kicks.
   */
  boolean canGather(int packets);

  /**
   * The kick.
   *
   * @throws XskException if the port cannot go on
   */
  KickResult kick();

  /**
   * Takes back the frames that have ended.
   *
   * @return how many
   * @throws XskException if a completion cannot be true
   */
  int reap(FrameOutcomes outcomes);

  /** Why a packet that {@link #reap} reported was dropped. */
  XskPacketException dropCause(int lengthBytes);

  /**
   * Whether packets can leave now.
   *
   * @throws XskException if they never can again
   */
  boolean isLinkUp();

  /**
   * Why an interface whose link is up takes no packets of this port at present, or null. It may
   * take them again; {@link #isLinkUp} is false until then.
   */
  default @Nullable XskException refusal() {
    return null;
  }

  /**
   * Whether {@link #refusal} stays: nothing that this port can wait for ends it. Another port can
   * take over once this one is closed, since the kernel gives a queue to one socket at a time.
   */
  default boolean refusesForGood() {
    return false;
  }

  /**
   * Takes back packets that the kernel has not taken, the first of them, so that another port can
   * carry them and this one be closed: their frames are free, and no outcome is reported. Only a
   * port that can {@linkplain #refusal refuse} can do so.
   *
   * @return how many
   */
  default int withdraw(int most, IntConsumer frame) {
    return 0;
  }

  /** A cheaper look at the link, which may be late and never throws. */
  boolean seemsUp();

  /** The values for error messages. */
  String describe();

  /** The same with what the kernel says of the socket; for errors that need an explanation. */
  String diagnose();

  /**
   * Releases everything. Frames still in flight end here: no completion can come any more. After
   * that nothing is in flight or pending, and a further close does nothing.
   */
  void close(FrameOutcomes outcomes);

  /** Releases everything. */
  @Override
  default void close() {
    close(FrameOutcomes.IGNORE);
  }

  /** What a kick achieved; whether anything is left, {@link #pending} says. */
  enum KickResult {
    /** The kernel reported no obstacle. */
    DONE,
    /** Not now: budget, send buffer, completion ring or device queue (EAGAIN), memory (ENOBUFS). */
    AGAIN,
    /** One packet was dropped (EBUSY); the rest may be taken. */
    DROPPED,
    /** The device refused packets because it was full; they are dropped, and it needs time. */
    REFUSED,
    /** The interface is down (ENETDOWN); nothing was taken. */
    LINK_DOWN
  }

  /** Receives the outcome of each frame that was put. */
  @FunctionalInterface
  interface FrameOutcomes {

    /** Does not care. */
    FrameOutcomes IGNORE = (frame, outcome) -> {};

    /**
     * One frame has ended and is free again.
     *
     * @param frame the frame
     * @param outcome {@code COMPLETED}, {@code DROPPED}; when the port closes also {@code FAILED}
     *     (not taken) and {@code LOST} (taken and never completed)
     */
    void onOutcome(int frame, SendOutcome outcome);

    /**
     * The packets in all of {@code frames} of a range are {@code COMPLETED}, in this order. What is
     * thrown for one of them does not keep the others from their end.
     */
    default void onCompleted(int[] frames, int from, int to) {
      int next = from;
      try {
        while (next < to) {
          onOutcome(frames[next++], SendOutcome.COMPLETED);
        }
      } finally {
        if (next < to) {
          onCompleted(frames, next, to);
        }
      }
    }
  }
}
