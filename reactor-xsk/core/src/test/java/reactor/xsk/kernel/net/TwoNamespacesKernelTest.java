package reactor.xsk.kernel.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.xsk.PacketWriter;
import reactor.xsk.SendReport;
import reactor.xsk.XskConfig;
import reactor.xsk.XskException;
import reactor.xsk.XskSender;
import reactor.xsk.kernel.support.FarHost;
import reactor.xsk.kernel.support.RealKernel;
import reactor.xsk.net.UdpRoute;
import reactor.xsk.net.UdpRoutes;

/** Interfaces of two network namespaces can have one name and one index. */
@RealKernel
class TwoNamespacesKernelTest {

  private static final String NAME = "xsksame";
  private static final InetSocketAddress THERE = new InetSocketAddress("10.9.0.2", 4_739);

  private final FarHost host = FarHost.behind(1);

  @BeforeEach
  void addInterfacesOfOneNameAndIndex() {
    List<String> lines =
        List.of(
            "link add %s index 7777 type veth peer name xsksamepeer".formatted(NAME),
            "link set xsksamepeer up",
            "link set %s up".formatted(NAME),
            "addr add 10.9.0.1/24 dev " + NAME,
            "neigh add %s lladdr 02:00:00:00:00:33 nud permanent dev %s"
                .formatted("10.9.0.2", NAME));
    FarHost.ipBatch(lines);
    host.farIpBatch(lines);
  }

  @AfterEach
  void removeHost() {
    FarHost.ipBatch(List.of("link del " + NAME));
    host.close();
  }

  @Test
  void shouldRefuseASenderOfAnotherNetworkNamespace() throws Exception {
    try (UdpRoute route = UdpRoute.to(THERE);
        UdpRoutes routes = UdpRoutes.onInterface(NAME);
        XskSender here = sender();
        XskSender elsewhere = host.onFarHost(TwoNamespacesKernelTest::sender)) {
      PacketWriter<Integer> writer = route.datagrams(TwoNamespacesKernelTest::encode);

      refused(elsewhere.send(Flux.just(1), writer), "10.9.0.2");
      refused(elsewhere.sendWithResults(Flux.just(1), writer).then(Mono.empty()), "10.9.0.2");
      refused(elsewhere.sendByKey(Flux.just(1), it -> it, writer), "10.9.0.2");
      refused(
          elsewhere.send(
              Flux.just(1),
              routes.<Integer>datagrams(it -> THERE, TwoNamespacesKernelTest::encode)),
          "what these routes are for");
      assertThat(elsewhere.counters().accepted()).isZero();
      assertThat(here.send(Flux.just(1), writer).block(PATIENCE))
          .extracting(SendReport::completed)
          .isEqualTo(1L);
    }
  }

  private static XskSender sender() {
    return XskSender.create(XskConfig.builder(NAME).frameCount(64).build());
  }

  private static void refused(Mono<?> sent, String destination) {
    assertThatThrownBy(() -> sent.block(PATIENCE))
        .isInstanceOf(XskException.class)
        .hasMessageContaining(
            destination
                + " leaves by xsksame of another network namespace than that of this sender")
        .hasMessageContaining("threads of one network namespace");
  }

  private static int encode(int number, MemorySegment payload) {
    return Integer.BYTES;
  }
}
