package reactor.xsk.kernel.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.xsk.XskException;
import reactor.xsk.kernel.support.FarHost;
import reactor.xsk.kernel.support.RealKernel;
import reactor.xsk.net.UdpRoute;

/**
 * Routes by interfaces whose own driver decides where a packet goes, and by VLANs over them. Each
 * kernel has some of them; those of Debian, in virtual machines, have all: {@code -Dxsk.kinds=all}
 * asks for that.
 */
@RealKernel
class IndirectInterfacesKernelTest {

  private static final InetSocketAddress BEHIND = new InetSocketAddress("10.50.1.1", 4_739);
  private static final boolean ALL_KINDS = "all".equals(System.getProperty("xsk.kinds"));

  /** An interface over the near end of the veth pair; %s is its name. */
  private enum Kind {
    BOND_OF_ONE_PORT_AT_A_TIME("bond mode active-backup", true, "a bond, which decides itself"),
    BOND_IN_TURNS("bond mode balance-rr", true, "a bond, which decides itself"),
    TEAM("team", true, "a team, which decides itself"),
    BRIDGE("bridge", true, "a bridge, which decides itself"),
    VXLAN("vxlan id 7 remote 10.8.0.2 dstport 4789", false, "a tunnel (vxlan)");

    private final String type;
    private final boolean hasPorts;
    private final String words;

    Kind(String type, boolean hasPorts, String words) {
      this.type = type;
      this.hasPorts = hasPorts;
      this.words = words;
    }
  }

  private final FarHost host = FarHost.behind(1);
  private final String near = host.nearEnd(0);
  private final List<String> missing = new ArrayList<>();

  @AfterEach
  void removeHost() {
    host.close();
  }

  @Test
  void shouldRefuseARouteOverEachKindInItsOwnWordsAndOverAVlanOnIt() {
    int refusals = 0;
    for (Kind kind : Kind.values()) {
      if (!exists("link add xskover type " + kind.type, kind.name())) {
        continue;
      }
      if (kind.hasPorts) {
        FarHost.ipBatch(
            List.of(
                "link set %s down".formatted(near), "link set %s master xskover".formatted(near)));
      }
      FarHost.ipBatch(
          List.of(
              "link set %s up".formatted(near),
              "link set xskover up",
              "addr add 10.9.0.1/24 dev xskover",
              "route add 10.50.0.0/16 via 10.9.0.2"));
      refused("it leaves by xskover, " + kind.words);
      refusals++;
      if (exists("link add link xskover name xskvlan type vlan id 7", "VLAN")) {
        FarHost.ipBatch(
            List.of(
                "link set xskvlan up",
                "addr add 10.9.7.1/24 dev xskvlan",
                "route replace 10.50.0.0/16 via 10.9.7.2"));
        refused("it leaves by xskover, " + kind.words);
        refusals++;
        host.near("ip link del xskvlan");
      }
      host.near("ip link del xskover");
    }
    System.out.printf("%d refusals; this kernel does not have: %s%n", refusals, missing);
    assertThat(refusals).isPositive();
    if (ALL_KINDS) {
      assertThat(missing).isEmpty();
    }
  }

  /** Whether there is such a kind; what does not exist is noted. */
  private boolean exists(String ip, String kind) {
    try {
      host.near("ip " + ip);
      return true;
    } catch (IllegalStateException e) {
      assertThat(e).hasMessageContaining("Unknown device type");
      missing.add(kind);
      return false;
    }
  }

  private static void refused(String words) {
    assertThatThrownBy(() -> UdpRoute.to(BEHIND))
        .isInstanceOfSatisfying(
            XskException.class, e -> assertThat(e.hint()).contains("ordinary socket"))
        .hasMessageContaining(words);
  }
}
