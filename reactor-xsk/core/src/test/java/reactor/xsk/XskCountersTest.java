package reactor.xsk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.xsk.XskCounters.Counter;

class XskCountersTest {

  private static final XskCounters NUMBERED = XskCounters.of(Counter::ordinal);

  @ParameterizedTest
  @EnumSource
  void shouldHaveAnAccessorForEveryCounter(Counter counter) throws ReflectiveOperationException {
    assertThat(XskCounters.class.getMethod(counter.toString()).invoke(NUMBERED))
        .isEqualTo((long) counter.ordinal())
        .isEqualTo(NUMBERED.get(counter));
  }

  @Test
  void shouldAddCounterByCounter() {
    XskCounters ones = XskCounters.of(counter -> 1);

    assertThat(NUMBERED.plus(ones)).isEqualTo(XskCounters.of(counter -> counter.ordinal() + 1));
  }

  @Test
  void shouldEqualCountersOfTheSameValuesOnly() {
    XskCounters same = XskCounters.of(Counter::ordinal);

    assertThat(same).isEqualTo(NUMBERED).hasSameHashCodeAs(NUMBERED);
    assertThat(same).isNotEqualTo(XskCounters.of(counter -> counter == Counter.LOST ? 1 : 0));
  }

  @Test
  void shouldPrintEveryCounterByItsName() {
    assertThat(NUMBERED).asString().startsWith("XskCounters[accepted=0, packets=1, bytes=2");
  }
}
