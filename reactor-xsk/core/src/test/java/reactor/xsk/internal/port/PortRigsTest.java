package reactor.xsk.internal.port;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A port without a rig would not be asked what {@link PortContract} asks. */
class PortRigsTest {

  @Test
  void shouldHaveARigForEveryPort() {
    Set<String> ports =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("reactor.xsk")
                .stream()
                .filter(it -> it.isAssignableTo(TxPort.class))
                .filter(it -> !it.isInterface())
                .filter(it -> !it.getModifiers().contains(JavaModifier.ABSTRACT))
                .map(it -> it.getName())
                .collect(toSet());
    Set<String> rigged =
        PortContract.ports()
            .map(
                kind -> {
                  try (PortRig rig = kind.getPayload().get()) {
                    return rig.port.getClass().getName();
                  }
                })
            .collect(toSet());

    assertThat(ports).isNotEmpty();
    assertThat(rigged)
        .as("write a PortRig for every implementation of TxPort, and name it in PortContract.ports")
        .containsAll(ports);
  }
}
