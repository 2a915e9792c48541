package reactor.xsk.internal.net;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import reactor.util.Logger;
import reactor.util.Loggers;
import reactor.xsk.XskException;
import reactor.xsk.internal.linux.FfmLinuxCalls;
import reactor.xsk.internal.linux.LinuxCalls;
import reactor.xsk.internal.linux.Netlink;
import reactor.xsk.internal.linux.NetlinkSocket;

/**
 * What is open while routes are followed. All of it is in the network namespace of the thread that
 * opened it.
 *
 * @param events for events of the kernel
 * @param questions for questions, whose answers must not wait behind events
 * @param datagrams an ordinary UDP socket
 * @param othersCalls the system calls of threads other than the follower's
 */
record RouteSockets(
    NetlinkSocket events,
    NetlinkSocket questions,
    NextHopDatagrams datagrams,
    LinuxCalls othersCalls)
    implements AutoCloseable {

  private static final Logger LOG = Loggers.getLogger(RouteSockets.class);

  /** Opens all, or throws and leaves nothing open. */
  static RouteSockets open() {
    return open(new FfmLinuxCalls(), new FfmLinuxCalls());
  }

  static RouteSockets open(LinuxCalls calls, LinuxCalls othersCalls) {
    NetlinkSocket events = NetlinkSocket.open(calls, Netlink.NETLINK_ROUTE);
    NetlinkSocket questions = null;
    try {
      questions = NetlinkSocket.open(calls, Netlink.NETLINK_ROUTE);
      return new RouteSockets(events, questions, NextHopDatagrams.open(), othersCalls);
    } catch (IOException e) {
      closeAll(events, questions);
      throw new XskException(
          "socket(AF_INET6)",
          0,
          String.valueOf(e.getMessage()),
          "type=SOCK_DGRAM",
          "let the process open UDP sockets",
          e);
    } catch (RuntimeException | Error e) {
      closeAll(events, questions);
      throw e;
    }
  }

  /** Any thread: the thread that waits for events looks up. */
  void wakeListener() {
    events.nudge(othersCalls);
  }

  @Override
  public void close() {
    closeAll(events, questions, datagrams);
  }

  private static void closeAll(@Nullable AutoCloseable... all) {
    for (AutoCloseable each : all) {
      try {
        if (each != null) {
          each.close();
        }
      } catch (Exception e) {
        LOG.debug("close: {}", e.toString());
      }
    }
  }
}
