package reactor.xsk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.xsk.XskConfig.Builder;

class MetadataOptionsTest {

  static Stream<Arguments> metadataThatNoModeHas() {
    MetadataOptions none = MetadataOptions.none();
    MetadataOptions inKernel = none.checksums(ChecksumOffload.KERNEL);
    return Stream.of(
        Arguments.of(XskMode.BULK, none.checksums(ChecksumOffload.DEVICE)),
        Arguments.of(XskMode.BULK, none.transmitTimes(true)),
        Arguments.of(XskMode.ZERO_COPY, inKernel),
        Arguments.of(XskMode.COPY, none.launchTimes(true)),
        Arguments.of(XskMode.AUTO, inKernel.launchTimes(true)));
  }

  @ParameterizedTest
  @MethodSource("metadataThatNoModeHas")
  void shouldRefuseMetadataThatTheModeNeverHas(XskMode mode, MetadataOptions metadata) {
    Builder builder = XskConfig.builder("eth0").mode(mode).metadata(metadata);

    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessageContaining(mode.name());
  }

  @Test
  void shouldAskForWhatWasSetOnly() {
    MetadataOptions none = MetadataOptions.none();
    MetadataOptions times = none.transmitTimes(true);

    assertThat(times.transmitTimes()).isTrue();
    assertThat(times.launchTimes()).isFalse();
    assertThat(times.checksums()).isEqualTo(ChecksumOffload.NONE);
    assertThat(times).isNotEqualTo(none).isEqualTo(none.transmitTimes(true));
    assertThat(times.transmitTimes(false)).isEqualTo(none).hasSameHashCodeAs(none);
    assertThat(none.launchTimes(true)).isNotEqualTo(times);
    assertThat(none.checksums(ChecksumOffload.DEVICE)).isNotEqualTo(none);
  }

  @Test
  void shouldRefuseNull() {
    assertThatNullPointerException().isThrownBy(() -> MetadataOptions.none().checksums(null));
  }
}
