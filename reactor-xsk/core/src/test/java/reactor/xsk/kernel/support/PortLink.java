package reactor.xsk.kernel.support;

import org.jspecify.annotations.Nullable;
import reactor.xsk.XskConfig;
import reactor.xsk.XskMode;
import reactor.xsk.internal.bpf.PeerProgram;
import reactor.xsk.support.TestedPort;

/**
 * A veth pair for the kernel port that this run is for. For mode BULK its far end has a program
 * that passes on what arrives, because veth takes frames of XDP only then.
 */
public final class PortLink implements AutoCloseable {

  private final XskMode mode = TestedPort.mode(XskMode.COPY);
  private final VethPair pair = VethPair.create();
  private final @Nullable PeerProgram peer =
      mode == XskMode.BULK ? PeerProgram.passing(pair.far()) : null;

  /** COPY or BULK. */
  public XskMode mode() {
    return mode;
  }

  /** What is expected of this port. */
  public <T> T choose(T ofCopy, T ofBulk) {
    return mode == XskMode.BULK ? ofBulk : ofCopy;
  }

  /** Settings of a sender of this port on the near end. */
  public XskConfig.Builder config() {
    return XskConfig.builder(pair.near()).mode(mode);
  }

  /** The interfaces. */
  public VethPair pair() {
    return pair;
  }

  /** The end to send from. */
  public String near() {
    return pair.near();
  }

  /** The end that receives. */
  public String far() {
    return pair.far();
  }

  @Override
  public void close() {
    if (peer != null) {
      peer.close();
    }
    pair.close();
  }
}
