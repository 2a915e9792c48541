package reactor.xsk.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class NetSnmpTest {

  private static final List<String> LINES =
      """
      Ip: Forwarding DefaultTTL InReceives InHdrErrors InAddrErrors
      Ip: 2 64 1000 3 4
      UdpLite: InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors InCsumErrors
      UdpLite: 9 9 9 9 9 9 9
      Udp: InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors InCsumErrors
      Udp: 100 1 18 0 10 0 7
      """
          .lines()
          .toList();

  @Test
  void shouldTellTheKindsOfErrorsApart() {
    assertThat(NetSnmp.refusals(LINES)).isEqualTo(new Refusals(3, 7, 10, 1));
  }

  @Test
  void shouldNameACounterThatIsNotThere() {
    assertThatThrownBy(() -> NetSnmp.refusals(LINES.subList(0, 2)))
        .isInstanceOf(DemoFailure.class)
        .hasMessageContaining("InCsumErrors");
  }
}
