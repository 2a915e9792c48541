package reactor.xsk.internal.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The access modes, read from the class file: with a weaker one every run on a strongly ordered
 * processor would still pass.
 */
class RingCellsTest {

  private static final String VAR_HANDLE = "java/lang/invoke/VarHandle";

  @ParameterizedTest
  @CsvSource({
    "producerAcquire, getAcquire",
    "consumerAcquire, getAcquire",
    "setProducerRelease, setRelease",
    "setConsumerRelease, setRelease",
    "setFlagsOpaque, setOpaque"
  })
  void shouldAccessMemoryAsItsNameSays(String method, String access) throws IOException {
    assertThat(varHandleCallsOf(method)).containsExactly(access);
  }

  @Test
  void shouldFenceBeforeItReadsTheFlags() throws IOException {
    assertThat(varHandleCallsOf("flagsAfterFullFence")).containsExactly("fullFence", "getOpaque");
  }

  @Test
  void shouldReadAndWriteTheWordsOfItsRing() {
    RingFixture shared = RingFixture.of(4, Long.BYTES, 0);
    RingCells cells = new RingCells(shared.ring);

    cells.setProducerRelease(7);
    cells.setConsumerRelease(5);
    cells.setFlagsOpaque(1);

    assertThat(shared.producer()).isEqualTo(7).isEqualTo(cells.producerAcquire());
    assertThat(shared.consumer()).isEqualTo(5).isEqualTo(cells.consumerAcquire());
    assertThat(cells.flagsAfterFullFence()).isEqualTo(1);
  }

  private static List<String> varHandleCallsOf(String method) throws IOException {
    ClassModel model;
    try (InputStream bytes = RingCells.class.getResourceAsStream("RingCells.class")) {
      model = ClassFile.of().parse(bytes.readAllBytes());
    }
    return model.methods().stream()
        .filter(it -> it.methodName().equalsString(method))
        .flatMap(it -> it.code().orElseThrow().elementStream())
        .filter(InvokeInstruction.class::isInstance)
        .map(InvokeInstruction.class::cast)
        .filter(it -> it.owner().asInternalName().equals(VAR_HANDLE))
        .map(it -> it.name().stringValue())
        .toList();
  }
}
