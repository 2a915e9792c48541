package reactor.xsk.net;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.xsk.internal.net.HeaderTemplate;
import reactor.xsk.internal.net.Path;
import reactor.xsk.internal.net.RouteSnapshot;

/** What is known of a route at one moment. Immutable. */
public final class RouteState {

  private final RouteSnapshot snapshot;

  RouteState(RouteSnapshot snapshot) {
    this.snapshot = snapshot;
  }

  /**
   * Whether packets can be sent now.
   *
   * @return true if the whole header is known
   */
  public boolean isResolved() {
    return snapshot.isUsable();
  }

  /**
   * Why packets cannot be sent now.
   *
   * @return a sentence, for example {@code 10.0.0.1 does not answer on eth0}; empty if they can
   */
  public String reason() {
    return snapshot.resolution().reason();
  }

  /**
   * When this became so.
   *
   * @return the time of the first answer of the kernel that said so
   */
  public Instant since() {
    return snapshot.since();
  }

  /**
   * The interface that the kernel's route names, which may be a VLAN over the one that frames are
   * handed to ({@link UdpRoute#interfaceName}).
   *
   * @return its name; empty while there is no route
   */
  public Optional<String> outgoingInterface() {
    return path().map(path -> path.outgoing().name());
  }

  /**
   * The source address of the packets.
   *
   * @return the address; empty while there is no route
   */
  public Optional<InetAddress> source() {
    return path().map(Path::source);
  }

  /**
   * Who receives the frames: the gateway, or the destination if it is on the link.
   *
   * @return the address; empty while there is no route
   */
  public Optional<InetAddress> nextHop() {
    return path().map(Path::nextHop);
  }

  /**
   * The MAC address that frames are sent to.
   *
   * @return as {@code 02:00:00:00:00:01}; empty while it is not known
   */
  public Optional<String> nextHopMac() {
    return Optional.ofNullable(snapshot.resolution().macText());
  }

  /**
   * The longest payload of a datagram.
   *
   * @return bytes; that of the last headers while there are none, 0 if there never were
   */
  public int maxPayloadBytes() {
    HeaderTemplate template = snapshot.template();
    return template == null ? 0 : template.maxPayloadBytes();
  }

  /**
   * By what the MAC address is kept true.
   *
   * @return the way in use
   */
  public NextHopUpkeep upkeep() {
    return switch (snapshot.way()) {
      case NOTHING_TO_DO -> NextHopUpkeep.NOT_NEEDED;
      case MANAGED -> NextHopUpkeep.MANAGED;
      case ASKED -> NextHopUpkeep.ASKED;
      case DATAGRAMS -> NextHopUpkeep.DATAGRAMS;
    };
  }

  /**
   * Why by nothing better than {@link #upkeep}.
   *
   * @return a sentence; empty if there is nothing better
   */
  public String whyNoBetterUpkeep() {
    return snapshot.whyNotBetter();
  }

  private Optional<Path> path() {
    @Nullable Path path = snapshot.resolution().path();
    return Optional.ofNullable(path);
  }

  @Override
  public String toString() {
    return isResolved()
        ? "resolved: source=%s, interface=%s, nextHop=%s, mac=%s, maxPayload=%d, upkeep=%s"
            .formatted(
                text(source()),
                outgoingInterface().orElse("?"),
                text(nextHop()),
                nextHopMac().orElse("?"),
                maxPayloadBytes(),
                upkeep())
        : "unresolved: " + reason();
  }

  private static String text(Optional<InetAddress> address) {
    return address.map(InetAddress::getHostAddress).orElse("?");
  }
}
