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

  private NapiSettings set(int interfaceIndex) {
    return NapiSettings.set(root, "eth9", interfaceIndex, 2, 1_000_000);
  }

  private String read(String name) throws IOException {
    return Files.readString(root.resolve("eth9").resolve(name)).strip();
  }

  private void write(String name, String value) throws IOException {
    Files.writeString(root.resolve("eth9").resolve(name), value);
  }
}
