package reactor.xsk.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import reactor.xsk.XskDeviceCounters;
import reactor.xsk.XskException;

class ProcNetDevTest {

  private static final List<String> FILE =
      List.of(
          "Inter-|   Receive                            |  Transmit",
          " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs",
          "    lo:      10   11   12   13   14   15   16   17   20   21   22   23   24   25   26  "
              + " 27",
          "  eth0:      30   31   32   33   34   35   36   37   40   41   42   43   44   45   46  "
              + " 47",
          "eth0:1:      50   51   52   53   54   55   56   57   60   61   62   63   64   65   66  "
              + " 67",
          "  tight:70   71   72   73   74   75   76   77   9223372036854775807  81   82   83   0 0"
              + " 0 0");

  @Test
  void shouldReadTheTransmitSideOfTheInterface() {
    assertThat(ProcNetDev.parse(FILE, "eth0")).isEqualTo(XskDeviceCounters.of(41, 40, 42, 43));
  }

  @Test
  void shouldReadANameWithAColon() {
    assertThat(ProcNetDev.parse(FILE, "eth0:1")).isEqualTo(XskDeviceCounters.of(61, 60, 62, 63));
  }

  @Test
  void shouldReadALineWithoutASpaceBehindTheName() {
    assertThat(ProcNetDev.parse(FILE, "tight"))
        .isEqualTo(XskDeviceCounters.of(81, Long.MAX_VALUE, 82, 83));
  }

  @Test
  void shouldSayThatThereIsNoSuchInterface() {
    assertThatThrownBy(() -> ProcNetDev.parse(FILE, "eth"))
        .isInstanceOf(XskException.class)
        .hasMessageContaining("there is no such interface: interface=eth — ");
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "the file is Linux's")
  void shouldReadTheRunningKernel() {
    assertThat(ProcNetDev.read("lo").txErrors()).isNotNegative();
  }
}
