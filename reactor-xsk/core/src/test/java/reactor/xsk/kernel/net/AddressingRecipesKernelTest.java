package reactor.xsk.kernel.net;

import static org.assertj.core.api.Assertions.assertThat;
import static reactor.xsk.kernel.support.Deadline.PATIENCE;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.xsk.SendReport;
import reactor.xsk.docs.AddressingRecipes;
import reactor.xsk.docs.AddressingRecipes.Reading;
import reactor.xsk.kernel.support.Eventually;
import reactor.xsk.kernel.support.FarHost;
import reactor.xsk.kernel.support.RealKernel;
import reactor.xsk.net.UdpRoute;

/** The code of docs/addressing.md, run. */
@RealKernel
class AddressingRecipesKernelTest {

  @Test
  void shouldDoWhatTheDocumentSays() throws Exception {
    InetSocketAddress collector = new InetSocketAddress("10.9.0.2", 4_739);
    try (FarHost host = FarHost.behind(1)) {
      FarHost.ipBatch(List.of("addr add 10.9.0.1/24 dev " + host.nearEnd(0)));
      host.farIpBatch(List.of("addr add 10.9.0.2/24 dev " + host.farEnd(0)));
      try (DatagramChannel receiver =
          host.onFarHost(() -> DatagramChannel.open().bind(collector))) {
        receiver.configureBlocking(false);

        SendReport report =
            AddressingRecipes.send(Flux.range(0, 3).map(n -> new Reading(n)), collector);

        assertThat(report.completed()).isEqualTo(3);
        ByteBuffer buffer = ByteBuffer.allocate(64);
        Eventually.hold(
            "a datagram",
            PATIENCE,
            () -> {
              try {
                return receiver.receive(buffer) != null;
              } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
        assertThat(buffer.position()).isEqualTo(Long.BYTES);
      }
      try (UdpRoute route = AddressingRecipes.lossy(collector)) {
        assertThat(route.state().isResolved()).isTrue();
      }
      assertThat(
              AddressingRecipes.known(new InetSocketAddress("10.9.0.1", 1), collector)
                  .maxPayloadBytes())
          .isEqualTo(1_472);
    }
  }
}
