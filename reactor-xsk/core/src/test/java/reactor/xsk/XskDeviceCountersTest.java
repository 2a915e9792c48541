package reactor.xsk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class XskDeviceCountersTest {

  @Test
  void shouldCountWhatHappenedSinceAnEarlierReading() {
    XskDeviceCounters earlier = new XskDeviceCounters(1, 20, 300, 4_000);
    XskDeviceCounters later = new XskDeviceCounters(3, 50, 700, 9_000);

    assertThat(later.since(earlier)).isEqualTo(new XskDeviceCounters(2, 30, 400, 5_000));
  }
}
