package reactor.xsk.internal.port;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.util.Logger;
import reactor.util.Loggers;
import reactor.xsk.XskException;
import reactor.xsk.internal.linux.CloseStack;
import reactor.xsk.internal.linux.Errno;
import reactor.xsk.internal.linux.LinkState;
import reactor.xsk.internal.linux.Operation;
import reactor.xsk.internal.linux.SocketPlan;
import reactor.xsk.internal.linux.SocketPlan.Binding;
import reactor.xsk.internal.linux.XskSocket;

/**
 * Sees to it that a zero-copy socket can transmit. Most drivers with zero-copy refuse every kick
 * while no XDP program is attached to the interface: EINVAL (i40e, ice, ixgbe, igb, stmmac, gve),
 * ENXIO (igc), ENETDOWN (mlx5). A kick of the empty ring tells, and sends nothing. Such a driver
 * gets a program that passes all; where that cannot be, mode AUTO goes over to copy mode.
 */
final class ZeroCopyCheck {

  private static final Logger LOG = Loggers.getLogger(ZeroCopyCheck.class);

  /** Attaches programs that pass all: to an interface of Linux, or in a test. */
  @FunctionalInterface
  interface Programs {

    /** No program. */
    CloseStack.Closer NONE = () -> {};

    /**
     * Attaches one, beside no other that is not this process's own.
     *
     * @throws XskException if it cannot be
     */
    CloseStack.Closer attach(String interfaceName);

    /** A hold on the one that another port of this process has attached, or {@link #NONE}. */
    default CloseStack.Closer attached() {
      return NONE;
    }
  }

  private final Programs programs;
  private final Function<SocketPlan, XskSocket> opener;

  /** Opens sockets with {@code opener}, and programs where they are needed. */
  ZeroCopyCheck(Programs programs, Function<SocketPlan, XskSocket> opener) {
    this.programs = programs;
    this.opener = opener;
  }

  /**
   * Opens a socket that can transmit.
   *
   * @throws XskException if none can be opened; nothing is left open then
   */
  XskSocket open(SocketPlan plan) {
    CloseStack.Closer held = plan.binding() == Binding.COPY ? Programs.NONE : programs.attached();
    try {
      XskSocket socket = opener.apply(plan);
      XskException refusal = refusal(socket);
      if (refusal != null) {
        return withProgram(plan, refusal);
      }
      if (held == Programs.NONE || !socket.isZeroCopy()) {
        return socket;
      }
      XskSocket programmed = holding(held, socket);
      held = Programs.NONE; // it is the socket's now
      return programmed;
    } finally {
      held.close();
    }
  }

  /** Why a zero-copy socket cannot transmit, which is closed then; or null. */
  private static @Nullable XskException refusal(XskSocket socket) {
    try {
      int errno = socket.isZeroCopy() ? -socket.kick() : 0;
      boolean wantsProgram =
          errno == Errno.EINVAL
              || errno == Errno.ENXIO
              || errno == Errno.ENETDOWN && socket.link() == LinkState.UP;
      if (!wantsProgram) {
        return null;
      }
      XskException refusal = Operation.KICK_ZERO_COPY.failed(-errno, socket.describe());
      socket.close();
      return refusal;
    } catch (Throwable t) {
      socket.close();
      throw t;
    }
  }

  /** The socket anew, behind the program: drivers set their queues up when one is attached. */
  private XskSocket withProgram(SocketPlan plan, XskException refusal) {
    try {
      CloseStack.Closer program = programs.attach(plan.interfaceName());
      XskSocket socket = behind(program, plan);
      LOG.info("the driver wants an XDP program for zero-copy: {}", socket.describe());
      return socket;
    } catch (XskException e) {
      if (plan.binding() == Binding.ZERO_COPY) {
        refusal.addSuppressed(e);
        throw refusal;
      }
      LOG.warn(
          "copy mode, since zero-copy was granted and does not transmit: {}; and no program helps:"
              + " {}",
          refusal.getMessage(),
          e.getMessage());
      return opener.apply(plan.withBinding(Binding.COPY));
    }
  }

  private XskSocket behind(CloseStack.Closer program, SocketPlan plan) {
    try {
      XskSocket socket = opener.apply(plan);
      XskException refusal = refusal(socket);
      if (refusal != null) {
        throw refusal;
      }
      return holding(program, socket);
    } catch (Throwable t) {
      program.close();
      throw t;
    }
  }

  private static XskSocket holding(CloseStack.Closer program, XskSocket socket) {
    try {
      return new ProgrammedSocket(socket, program);
    } catch (Throwable t) {
      socket.close();
      throw t;
    }
  }
}
