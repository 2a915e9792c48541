package reactor.xsk.samples.exporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ConfigFileTest {

  @Test
  void shouldReadCollectorsAndLeaveOutComments() {
    assertThat(ConfigFile.parse("# mine\n\nipfix one\n netflow9 two:99 \nsflow [2001:db8::1]:7\n"))
        .containsExactly(
            new Destination(Protocol.IPFIX, "one", 4739),
            new Destination(Protocol.NETFLOW9, "two", 99),
            new Destination(Protocol.SFLOW, "2001:db8::1", 7));
  }

  @Test
  void shouldTakeAnIpv6AddressWithoutPort() {
    assertThat(Destination.parse(Protocol.SFLOW, "2001:db8::1"))
        .isEqualTo(new Destination(Protocol.SFLOW, "2001:db8::1", 6343));
  }

  @Test
  void shouldNameTheLineThatIsWrong() {
    assertThatThrownBy(() -> ConfigFile.parse("ipfix one\nipfx two"))
        .hasMessageContaining("line 2")
        .hasMessageContaining("ipfx two");
    assertThatThrownBy(() -> ConfigFile.parse("ipfix one:99999")).hasMessageContaining("65535");
    assertThatThrownBy(() -> ConfigFile.parse("ipfix")).hasMessageContaining("HOST[:PORT]");
  }
}
