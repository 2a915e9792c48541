package reactor.xsk.internal.blockhound;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Tells BlockHound which waits of the loop thread are meant. The thread is a {@link
 * reactor.core.scheduler.NonBlocking}, so that BlockHound watches it, and with it the writers,
 * sources and subscribers that run there. But it idles, and it waits for a queue that is busy.
 */
public final class XskBlockHoundIntegration implements BlockHoundIntegration {

  @Override
  public void applyTo(BlockHound.Builder builder) {
    builder
        .allowBlockingCallsInside("reactor.xsk.internal.sender.Waker", "park")
        .allowBlockingCallsInside("reactor.xsk.internal.sender.LoopThread", "pause")
        .allowBlockingCallsInside("reactor.xsk.internal.port.PortOpener", "openSocket");
  }
}
