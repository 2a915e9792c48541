package reactor.xsk.internal.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.xsk.XskException;
import reactor.xsk.internal.linux.Netlink;
import reactor.xsk.internal.linux.NetlinkSocket;
import reactor.xsk.internal.net.Resolution.Refused;
import reactor.xsk.support.Await;

/** What a follower makes of a kernel that loses, cuts and refuses answers, and loses events. */
@Timeout(60)
class RouteQuestionsTest {

  private static final FlowSpec FLOW = new FlowSpec(new InetSocketAddress("10.1.0.1", 4_739));
  private static final int ETHERNET = 1;
  private static final int EVENTS = 3; // the first descriptor of the stub
  private static final int QUESTIONS = 4;
  private static final int GETLINK = 18;
  private static final int GETROUTE = 26;
  private static final int NEWNEIGH = 28;
  private static final int GETNEIGH = 30;
  private static final int ENOBUFS = 105;
  private static final int[] LOST_FIVE_TIMES = {ENOBUFS, ENOBUFS, ENOBUFS, ENOBUFS, ENOBUFS};
  private static final long VERIFY_EVERY_NS = Duration.ofHours(1).toNanos();

  private final FakeTables tables = new FakeTables(ETHERNET, null);

  private RouteFollower follower() {
    return RouteFollower.open(
        RouteSockets.open(tables.stub.calls(), tables.stub.calls()), "test", VERIFY_EVERY_NS);
  }

  @Test
  void shouldSubscribeToAllGroupsBeforeTheFirstQuestion() {
    try (RouteFollower follower = follower()) {
      follower.first(FLOW);

      List<String> log = List.copyOf(tables.stub.log);
      List<String> joins = log.stream().filter(it -> it.startsWith("join")).toList();
      assertThat(joins)
          .containsExactlyInAnyOrder(
              "join 1", "join 3", "join 5", "join 7", "join 8", "join 9", "join 11", "join 19",
              "join 32");
      assertThat(log.subList(0, joins.size())).as("nothing is asked before").isEqualTo(joins);
    }
  }

  @Test
  void shouldNotTakeALostAnswerForTheLackOfARoute() {
    try (RouteFollower follower = follower()) {
      tables.stub.failReceive(QUESTIONS, ENOBUFS);
      FollowedRoute route = follower.first(FLOW);

      assertThat(route.current().isUsable()).as("%s", route.current()).isTrue();
      tables.stub.failReceive(QUESTIONS, LOST_FIVE_TIMES);
      assertThatThrownBy(() -> follower.first(FLOW))
          .isInstanceOf(XskException.class)
          .hasMessageContaining("ENOBUFS");
    }
  }

  @Test
  void shouldNotTakeACutAnswerForTheLackOfARoute() {
    try (RouteFollower follower = follower()) {
      tables.cut = 1;
      assertThatThrownBy(() -> follower.first(FLOW))
          .isInstanceOf(XskException.class)
          .hasMessageContaining("cut");
    }
  }

  @Test
  void shouldKeepWhatItKnowsWhileTheKernelDoesNotAnswer() {
    try (RouteFollower follower = follower()) {
      FollowedRoute route = follower.first(FLOW);
      tables.cut = 1;
      tables.routeMtu = 1_300;
      tables.stub.post(EVENTS, FakeTables.event());
      long before = tables.stub.sent(GETROUTE);
      follower.start();
      Await.until("it was asked again", () -> tables.stub.sent(GETROUTE) >= before + 3);
      assertThat(route.current().isUsable()).isTrue();
      assertThat(mtuOf(route)).isEqualTo(1_400);

      tables.cut = 0;
      Await.until("the answer", () -> mtuOf(route) == 1_300);
    }
  }

  @Test
  void shouldAskEverythingAgainAfterLostEvents() {
    try (RouteFollower follower = follower()) {
      FollowedRoute route = follower.first(FLOW);
      long before = tables.stub.sent(GETROUTE);
      tables.stub.post(EVENTS, FakeTables.event());
      follower.start();
      Await.until("it asks for the event", () -> tables.stub.sent(GETROUTE) > before);
      tables.routeMtu = 1_300;
      tables.stub.failReceive(EVENTS, ENOBUFS);

      Await.until("the new MTU", () -> mtuOf(route) == 1_300);
    }
  }

  @Test
  void shouldAskTwiceForAnEventThatPrecedesItsChange() {
    try (RouteFollower follower = follower()) {
      FollowedRoute route = follower.first(FLOW);
      follower.start();
      tables.routeMtuAfterNextAnswer = 1_300; // the first answer is still the old one
      tables.stub.post(EVENTS, FakeTables.event());

      Await.until("the new MTU, without another event", () -> mtuOf(route) == 1_300);
    }
  }

  @Test
  void shouldWaitForWhoeverChangesLinksBeforeItAsksForTheRoute() {
    try (RouteFollower follower = follower()) {
      follower.first(FLOW);
      int before = tables.stub.log.size();
      tables.stub.post(EVENTS, FakeTables.event());
      follower.start();
      Await.until("it is asked", () -> logFrom(before).contains("send " + GETROUTE));

      assertThat(logFrom(before).getFirst()).isEqualTo("send " + GETLINK);
    }
  }

  @Test
  void shouldAskForALinkOnceForAllDestinationsOfARound() {
    assertThatRoundsOf200DestinationsAskOnceFor(GETLINK);
  }

  @Test
  void shouldAskForANextHopOnceForAllDestinationsOfARound() {
    assertThatRoundsOf200DestinationsAskOnceFor(GETNEIGH);
  }

  @Test
  void shouldAskForANextHopAnewOnceSomethingWasDoneToFindIt() {
    try (RouteFollower follower = follower()) {
      tables.isNeighbourKnown = false;
      FollowedRoute route = follower.first(FLOW);
      assertThat(route.current().isUsable()).isFalse();

      List<String> log = logFrom(0);
      assertThat(log.subList(log.lastIndexOf("send " + NEWNEIGH), log.size()))
          .as("on a fast network it has answered by then")
          .contains("send " + GETNEIGH);
    }
  }

  private void assertThatRoundsOf200DestinationsAskOnceFor(int type) {
    try (RouteFollower follower = follower()) {
      List<FollowedRoute> routes = new ArrayList<>();
      for (int i = 1; i <= 200; i++) {
        routes.add(follower.first(new FlowSpec(new InetSocketAddress("10.1.0." + i, 4_739))));
      }
      int before = tables.stub.log.size();
      tables.routeMtu = 1_300;
      tables.stub.post(EVENTS, FakeTables.event());
      follower.start();
      Await.until("all have the new MTU", () -> routes.stream().allMatch(it -> mtuOf(it) == 1_300));

      assertThat(asked(logFrom(before), type))
          .isLessThanOrEqualTo(asked(logFrom(before), GETROUTE) / routes.size() + 1);
    }
  }

  private static long asked(List<String> log, int type) {
    return log.stream().filter(("send " + type)::equals).count();
  }

  @Test
  void shouldAskForTheNextHopFirstWhereItsEntryChanged() {
    try (RouteFollower follower = follower()) {
      follower.first(FLOW);
      int before = tables.stub.log.size();
      tables.stub.post(EVENTS, FakeTables.neighbour(0));
      follower.start();
      Await.until("all is asked", () -> logFrom(before).contains("send " + GETROUTE));

      assertThat(logFrom(before).getFirst())
          .as("not the link, whose answer can take long")
          .isEqualTo("send " + GETNEIGH);
    }
  }

  @Test
  void shouldEndOldHeadersBeforeTheKernelIsAskedToFindTheNextHop() {
    try (RouteFollower follower = follower()) {
      FollowedRoute route = follower.first(FLOW);
      int before = tables.stub.log.size();
      AtomicReference<List<String>> logUntilThen = new AtomicReference<>();
      route.onChange(snapshot -> logUntilThen.compareAndSet(null, logFrom(before)));
      tables.isNeighbourKnown = false;
      tables.stub.post(EVENTS, FakeTables.event());
      follower.start();
      Await.until("the change is known", () -> logUntilThen.get() != null);
      Await.until("it is asked for", () -> logFrom(before).contains("send " + NEWNEIGH));

      assertThat(route.current().isUsable()).isFalse();
      assertThat(logUntilThen.get()).doesNotContain("send " + NEWNEIGH);
    }
  }

  private List<String> logFrom(int size) {
    List<String> log = List.copyOf(tables.stub.log);
    return log.subList(size, log.size()).stream().filter(it -> !it.equals("send 1")).toList();
  }

  @Test
  void shouldAskAgainOnceTheSocketThatLostEventsIsEmpty() {
    NetlinkSocket socket = NetlinkSocket.open(tables.stub.calls(), Netlink.NETLINK_ROUTE);
    RouteEvents events = new RouteEvents(socket);
    tables.stub.failReceive(EVENTS, ENOBUFS);
    for (int i = 0; i < 300; i++) { // of a next hop that does not matter, and more than one look
      tables.stub.post(EVENTS, FakeTables.neighbour(0));
    }

    assertThat(events.take(Set.of(), it -> {})).as("events were lost").isTrue();
    assertThat(tables.stub.netlink.isReadable(EVENTS)).isTrue();
    assertThat(events.take(Set.of(), it -> {})).as("and until now they could be").isTrue();
    tables.stub.post(EVENTS, FakeTables.neighbour(0));
    assertThat(events.take(Set.of(), it -> {})).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"101, no route", "113, unreachable", "13, prohibit", "22, blackhole"})
  void shouldTakeTheErrorOfTheKernelForTheReason(int errno, String reason) {
    tables.routeErrno = errno;
    refused(tables, errno, reason);
  }

  @ParameterizedTest
  @CsvSource({
    "1, bond, a bond",
    "1, team, a team",
    "1, bridge, a bridge",
    "1, vrf, a VRF",
    "1, vxlan, a tunnel (vxlan)",
    "1, geneve, a tunnel (geneve)",
    "1, gretap, a tunnel (gretap)",
    "1, macsec, a MACsec interface",
    "65534, tun, a tunnel (tun)",
    "65534, wireguard, a tunnel (wireguard)",
    "768, ipip, a tunnel (ipip)",
    "778, gre, a tunnel (gre)",
    "776, sit, a tunnel (sit)",
    "769, ip6tnl, a tunnel (ip6tnl)",
    "512, ppp, not an Ethernet interface (a ppp)",
    "772, , this machine"
  })
  void shouldRefuseEachKindOfInterfaceInItsOwnWords(int hardwareType, String kind, String words) {
    refused(new FakeTables(hardwareType, kind), 0, words);
  }

  private static void refused(FakeTables tables, int errno, String words) {
    try (RouteFollower follower =
        RouteFollower.open(
            RouteSockets.open(tables.stub.calls(), tables.stub.calls()), "test", VERIFY_EVERY_NS)) {
      assertThat(follower.first(FLOW).current().resolution())
          .isInstanceOfSatisfying(
              Refused.class,
              refused -> {
                assertThat(refused.reason()).contains(words);
                assertThat(refused.errno()).isEqualTo(errno);
                assertThat(refused.hint()).isNotEmpty();
              });
    }
  }

  private static int mtuOf(FollowedRoute route) {
    HeaderTemplate template = route.current().template();
    return template == null ? 0 : template.mtuBytes();
  }
}
