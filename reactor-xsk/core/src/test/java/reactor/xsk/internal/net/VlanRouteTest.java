package reactor.xsk.internal.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import reactor.xsk.support.Await;

/**
 * A route over a VLAN interface, which this kernel may not have: frames are handed to the device
 * below, with the tag that the VLAN interface would write. {@code SameAsSocketKernelTest} compares
 * with the kernel where that has VLANs.
 */
class VlanRouteTest {

  private static final int ETHERNET = 1;
  private static final InetSocketAddress DESTINATION = new InetSocketAddress("10.1.0.1", 4_739);

  private final FakeTables tables = new FakeTables(ETHERNET, null);

  VlanRouteTest() {
    tables.vlanId = 9;
  }

  @Test
  void shouldWriteTheTagOfTheVlanWithThePriorityOfItsMap() {
    assertThat(ethernetOf(new FlowSpec(DESTINATION)))
        .as("destination, source of the VLAN, TPID, priority 5 and ID, type")
        .isEqualTo("020000000009" + "020000000008" + "8100" + "a009" + "0800");
  }

  @Test
  void shouldWriteNoPriorityWhereTheMapHasNone() {
    FlowSpec lowDelay = new FlowSpec(DESTINATION).trafficClass(0x10);

    assertThat(ethernetOf(lowDelay)).endsWith("8100" + "0009" + "0800");
  }

  @Test
  void shouldSendByTheDeviceBelowWithTheMtuOfTheVlan() {
    try (RouteFollower follower = follower()) {
      Path path = follower.first(new FlowSpec(DESTINATION)).current().resolution().path();

      assertThat(path).isNotNull();
      assertThat(follower.deviceIndex()).isEqualTo(FakeTables.INTERFACE_INDEX);
      assertThat(path.device().name()).isEqualTo("eth0");
      assertThat(path.outgoing().name()).isEqualTo("eth0.9");
      assertThat(path.mtuBytes()).isEqualTo(FakeTables.VLAN_MTU);
    }
  }

  @Test
  void shouldAskForTheRouteOfAGroupAsAtFirst() {
    InetSocketAddress group = new InetSocketAddress("239.1.1.1", 4_739);
    FollowedRoute route;
    try (RouteFollower follower = follower()) {
      route = follower.first(new FlowSpec(group));
      tables.stub.post(3, FakeTables.event());
      long before = tables.stub.sent(26);
      follower.start();
      Await.until("it is asked again", () -> tables.stub.sent(26) > before);
    }

    Path path = route.current().resolution().path();
    assertThat(path).isNotNull();
    assertThat(path.outgoing().name()).as("not by the device below").isEqualTo("eth0.9");
  }

  private RouteFollower follower() {
    return RouteFollower.open(
        RouteSockets.open(tables.stub.calls(), tables.stub.calls()),
        "test",
        Duration.ofHours(1).toNanos());
  }

  private String ethernetOf(FlowSpec flow) {
    try (RouteFollower follower = follower()) {
      HeaderTemplate template = follower.first(flow.sourcePort(1)).current().template();
      assertThat(template).isNotNull();
      MemorySegment frame = MemorySegment.ofArray(new byte[2_048]);
      template.writeTo(frame);
      byte[] bytes = frame.toArray(ValueLayout.JAVA_BYTE);
      return HexFormat.of().formatHex(Arrays.copyOf(bytes, 18));
    }
  }
}
