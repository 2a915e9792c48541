package reactor.xsk.kernel.support;

import org.jspecify.annotations.Nullable;
import org.testng.Assert;
import org.testng.SkipException;
import reactor.xsk.XskMode;
import reactor.xsk.XskSender;
import reactor.xsk.support.TestedPort;
import reactor.xsk.support.VirtualSender;

/** A sender of the port that this run is for, with what it stands on; for TestNG. */
public final class PortRun implements AutoCloseable {

  /** Few, because an ordinary user may not lock much memory. */
  private static final int FRAMES = 256;

  private final @Nullable PortLink link;
  private final XskSender sender;

  private PortRun() {
    if (TestedPort.mode(XskMode.VIRTUAL) == XskMode.VIRTUAL) {
      link = null;
      sender = VirtualSender.open();
    } else {
      skipWhereItCannotBeHad();
      link = new PortLink();
      sender = XskSender.create(link.config().frameCount(FRAMES).build());
    }
    Assert.assertEquals(sender.mode(), TestedPort.mode(XskMode.VIRTUAL));
  }

  private static void skipWhereItCannotBeHad() {
    String obstacle = KernelCondition.obstacle();
    if (obstacle == null && TestedPort.mode(XskMode.COPY) == XskMode.BULK) {
      obstacle = MachineRootCondition.obstacle();
    }
    if (obstacle != null) {
      throw new SkipException(obstacle);
    }
  }

  /** Opens it, or has the tests skipped. */
  public static PortRun open() {
    return new PortRun();
  }

  /** The sender. */
  public XskSender sender() {
    return sender;
  }

  @Override
  public void close() {
    sender.close();
    if (link != null) {
      link.close();
    }
  }
}
