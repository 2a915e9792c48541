package reactor.xsk.internal.port;

import org.jspecify.annotations.Nullable;
import reactor.xsk.XskException;
import reactor.xsk.XskMode;
import reactor.xsk.internal.linux.Errno;
import reactor.xsk.internal.linux.LinkState;
import reactor.xsk.internal.linux.Operation;
import reactor.xsk.internal.linux.XskSocket;
import reactor.xsk.internal.port.TxPort.KickResult;

/**
 * What is to be thought of a kick that fails for good. In copy mode the port cannot go on. In
 * zero-copy the driver answers: it may have lost its XDP program or its queues, and copy mode still
 * works, as long as the interface is there.
 */
final class KickRefusal {

  /**
   * Kicks that a zero-copy driver may refuse as if the link were down, while it is up, and without
   * one that succeeds: the loop waits up to a millisecond between two.
   */
  private static final int MOST_DOWN_KICKS = 1_000;

  private final XskSocket socket;
  private final boolean zeroCopy;
  private int downKicks;

  /** Negated; 0: nothing was refused for good. */
  private int refused;

  KickRefusal(XskSocket socket, XskMode mode) {
    this.socket = socket;
    this.zeroCopy = mode == XskMode.ZERO_COPY;
  }

  /** The kick succeeded. */
  KickResult none() {
    downKicks = 0;
    return KickResult.DONE;
  }

  /** The kick says that the interface is down, which some drivers also say without a program. */
  KickResult ofLinkDown() {
    downKicks = zeroCopy && socket.link() == LinkState.UP ? downKicks + 1 : 0;
    return downKicks < MOST_DOWN_KICKS ? KickResult.LINK_DOWN : of(-Errno.ENETDOWN);
  }

  /**
   * The kick failed with an errno that no other explains.
   *
   * @throws XskException unless another port could take over
   */
  KickResult of(int negatedErrno) {
    if (!zeroCopy || socket.link() == LinkState.GONE) {
      throw failure(negatedErrno);
    }
    refused = negatedErrno;
    return KickResult.LINK_DOWN;
  }

  /** What was refused for good, or null. */
  @Nullable XskException cause() {
    return refused == 0 ? null : failure(refused);
  }

  boolean isForGood() {
    return refused != 0;
  }

  void throwIfAny() {
    if (refused != 0) {
      throw failure(refused);
    }
  }

  private XskException failure(int negatedErrno) {
    Operation call = zeroCopy ? Operation.KICK_ZERO_COPY : Operation.KICK;
    return call.failed(negatedErrno, socket.describe());
  }
}
