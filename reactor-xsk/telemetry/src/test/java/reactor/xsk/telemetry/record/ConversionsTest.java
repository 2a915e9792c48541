package reactor.xsk.telemetry.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ConversionsTest {

  @Test
  void shouldRoundEveryMicrosecondSoThatAReaderWhoRoundsDownHasItBack() {
    assertThat(
            LongStream.range(0, 1_000_000)
                .filter(micros -> micros != micros(Conversions.ntpOfMicros(micros))))
        .isEmpty();
  }

  private static long micros(long ntp) {
    return (ntp & 0xffff_ffffL) * 1_000_000 >>> 32;
  }

  @Test
  void shouldRoundNanosecondsSoThatAReaderWhoRoundsDownHasThemBack() {
    assertThat(
            LongStream.iterate(0, nanos -> nanos < 1_000_000_000, nanos -> nanos + 997)
                .filter(nanos -> nanos != nanos(Conversions.ntpOfNanos(nanos))))
        .isEmpty();
  }

  private static long nanos(long ntp) {
    return (ntp & 0xffff_ffffL) * 1_000_000_000 >>> 32;
  }
}
