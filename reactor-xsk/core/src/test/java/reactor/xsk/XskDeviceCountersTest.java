package reactor.xsk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class XskDeviceCountersTest {

  @Test
  void shouldCountWhatHappenedSinceAnEarlierReading() {
    XskDeviceCounters earlier = XskDeviceCounters.of(1, 20, 300, 4_000);
    XskDeviceCounters later = XskDeviceCounters.of(3, 50, 700, 9_000);

    assertThat(later.since(earlier)).isEqualTo(XskDeviceCounters.of(2, 30, 400, 5_000));
  }
}
