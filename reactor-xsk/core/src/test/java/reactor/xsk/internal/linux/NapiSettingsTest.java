package reactor.xsk.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.xsk.XskException;

/** Over files of its own in the place of /sys/class/net. */
class NapiSettingsTest {

  @TempDir Path root;

  @BeforeEach
  void makeDevice() throws IOException {
    Files.createDirectory(root.resolve("eth9"));
    write("ifindex", "7\n");
    write("napi_defer_hard_irqs", "0\n");
    write("gro_flush_timeout", "20000\n");
  }

  @Test
  void shouldSetBothAndRestoreWhatTheyWere() throws IOException {
    NapiSettings settings = set(7);
    assertThat(read("napi_defer_hard_irqs")).isEqualTo("2");
    assertThat(read("gro_flush_timeout")).isEqualTo("1000000");

    settings.close();

    assertThat(read("napi_defer_hard_irqs")).isEqualTo("0");
    assertThat(read("gro_flush_timeout")).isEqualTo("20000");
  }

  @Test
  void shouldRestoreOnceOnly() throws IOException {
    NapiSettings settings = set(7);
    settings.close();
    write("gro_flush_timeout", "5");

    settings.close();

    assertThat(read("gro_flush_timeout")).isEqualTo("5");
  }

  @Test
  void shouldLeaveTheFilesOfAnotherNetworkNamespaceAlone() throws IOException {
    XskException failure = catchThrowableOfType(XskException.class, () -> set(8));

    assertThat(failure)
        .hasMessageContaining("/sys is that of another network namespace")
        .hasMessageContaining("mount -t sysfs");
    assertThat(read("napi_defer_hard_irqs")).isEqualTo("0");
  }

  @Test
  void shouldRestoreTheFirstWhereTheSecondCannotBeSet() throws IOException {
    Files.delete(root.resolve("eth9/gro_flush_timeout"));

    XskException failure = catchThrowableOfType(XskException.class, () -> set(7));

    assertThat(failure)
        .hasMessageContaining("it cannot be set")
        .hasMessageContaining("gro_flush_timeout")
        .hasMessageContaining("CAP_NET_ADMIN");
    assertThat(read("napi_defer_hard_irqs")).isEqualTo("0");
  }

  @Test
  void shouldSetNothingBeforeThereIsAPort() throws IOException {
    new NapiSettings(root, 7, 2, 1_000_000).close();

    assertThat(read("gro_flush_timeout")).isEqualTo("20000");
  }

  @Test
  void shouldRestoreBehindTheLastSenderOfTheDevice() throws IOException {
    NapiSettings first = set(7);
    NapiSettings second = set(7);

    first.close();
    first.close();
    assertThat(read("gro_flush_timeout")).isEqualTo("1000000");
    second.close();

    assertThat(read("napi_defer_hard_irqs")).isEqualTo("0");
    assertThat(read("gro_flush_timeout")).isEqualTo("20000");
  }

  @Test
  void shouldRefuseOtherValuesWhileASenderOfTheDeviceHasItsOwn() throws IOException {
    NapiSettings first = set(7);

    XskException failure = catchThrowableOfType(XskException.class, () -> set(7, 5_000));

    assertThat(failure)
        .hasMessageContaining("another sender of this process has set other values")
        .hasMessageContaining("asked=[deferrals=2, timeoutNs=5000]")
        .hasMessageContaining("set=[deferrals=2, timeoutNs=1000000]");
    assertThat(read("gro_flush_timeout")).isEqualTo("1000000");
    first.close();
    set(7, 5_000).close();
    assertThat(read("gro_flush_timeout")).isEqualTo("20000");
  }

  @Test
  void shouldRestoreTheDeviceAndNotAnotherThatHasItsNameNow() throws IOException {
    NapiSettings settings = set(7);
    Files.move(root.resolve("eth9"), root.resolve("eth10"));
    Files.createDirectory(root.resolve("eth9"));
    write("ifindex", "8\n");
    write("gro_flush_timeout", "3");

    settings.close();

    assertThat(read("gro_flush_timeout")).isEqualTo("3");
    assertThat(root.resolve("eth10/gro_flush_timeout")).hasContent("20000");
  }

  @Test
  void shouldLeaveADeviceThatIsGoneInPeace() throws IOException {
    NapiSettings settings = set(7);
    write("ifindex", "8\n");

    settings.close();

    assertThat(read("gro_flush_timeout")).isEqualTo("1000000");
  }

  private NapiSettings set(int interfaceIndex) {
    return set(interfaceIndex, 1_000_000);
  }

  private NapiSettings set(int interfaceIndex, long timeoutNs) {
    NapiSettings settings = new NapiSettings(root, interfaceIndex, 2, timeoutNs);
    settings.apply();
    return settings;
  }

  private String read(String name) throws IOException {
    return Files.readString(root.resolve("eth9").resolve(name)).strip();
  }

  private void write(String name, String value) throws IOException {
    Files.writeString(root.resolve("eth9").resolve(name), value);
  }
}
