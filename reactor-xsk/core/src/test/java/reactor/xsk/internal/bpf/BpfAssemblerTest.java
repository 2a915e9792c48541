package reactor.xsk.internal.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static reactor.xsk.internal.bpf.BpfAssembler.Register.FRAME_POINTER;
import static reactor.xsk.internal.bpf.BpfAssembler.Register.R0;
import static reactor.xsk.internal.bpf.BpfAssembler.Register.R1;
import static reactor.xsk.internal.bpf.BpfAssembler.Register.R2;
import static reactor.xsk.internal.bpf.BpfAssembler.Register.R6;
import static reactor.xsk.internal.bpf.BpfAssembler.Register.R9;

import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.xsk.internal.bpf.BpfAssembler.Helper;

/** The expected bytes are those of the kernel's instruction set document, for little-endian. */
@EnabledIf("isLittleEndian")
class BpfAssemblerTest {

  static boolean isLittleEndian() {
    return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("instructions")
  void shouldEncodeAnInstructionAsTheKernelReadsIt(
      String text, UnaryOperator<BpfAssembler> instruction, String expected) {
    assertThat(hex(instruction.apply(new BpfAssembler()))).isEqualTo(expected);
  }

  static Stream<Arguments> instructions() {
    return Stream.of(
        one("r0 = 2", a -> a.move(R0, 2), "b7 00 00 00 02 00 00 00"),
        one("r1 = -1", a -> a.move(R1, -1), "b7 01 00 00 ff ff ff ff"),
        one("r6 = r1", a -> a.move(R6, R1), "bf 16 00 00 00 00 00 00"),
        one("w2 = w9", a -> a.moveLow32(R2, R9), "bc 92 00 00 00 00 00 00"),
        one("r2 += -4", a -> a.add(R2, -4), "07 02 00 00 fc ff ff ff"),
        one("r2 += r9", a -> a.add(R2, R9), "0f 92 00 00 00 00 00 00"),
        one("r2 -= r9", a -> a.subtract(R2, R9), "1f 92 00 00 00 00 00 00"),
        one("r2 <<= 3", a -> a.shiftLeft(R2, 3), "67 02 00 00 03 00 00 00"),
        one("r2 = *(u32 *)(r6 + 12)", a -> a.load32(R2, R6, 12), "61 62 0c 00 00 00 00 00"),
        one("r2 = *(u64 *)(r6 + 256)", a -> a.load64(R2, R6, 256), "79 62 00 01 00 00 00 00"),
        one("*(u32 *)(fp - 4) = r2", a -> a.store32(FRAME_POINTER, -4, R2), "63 2a fc ff" + ZERO),
        one("*(u64 *)(fp - 16) = r0", a -> a.store64(FRAME_POINTER, -16, R0), "7b 0a f0 ff" + ZERO),
        one("*(u8 *)(r9 + 0) = 1", a -> a.store8(R9, 0, 1), "72 09 00 00 01 00 00 00"),
        one("call 51", a -> a.call(Helper.REDIRECT_MAP), "85 00 00 00 33 00 00 00"),
        one("exit", BpfAssembler::exit, "95 00 00 00 00 00 00 00"),
        one("r1 = map[fd:7]", a -> a.moveMap(R1, 7), "18 11 00 00 07 00 00 00 00 00 00 00" + ZERO),
        one(
            "r9 = map[fd:7][0] + 32",
            a -> a.moveMapValue(R9, 7, 32),
            "18 29 00 00 07 00 00 00 00 00 00 00 20 00 00 00"),
        one("goto +0", a -> a.jump("x").label("x"), "05 00 00 00" + ZERO),
        one("if r2 == 1", a -> a.jumpIfEqual(R2, 1, "x").label("x"), "15 02 00 00 01 00 00 00"),
        one("if r2 != 1", a -> a.jumpIfNotEqual(R2, 1, "x").label("x"), "55 02 00 00 01 00 00 00"),
        one("if r2 != r9", a -> a.jumpIfNotEqual(R2, R9, "x").label("x"), "5d 92 00 00" + ZERO),
        one("if r2 > 1", a -> a.jumpIfGreater(R2, 1, "x").label("x"), "25 02 00 00 01 00 00 00"),
        one("if r2 >= 1", a -> a.jumpIfNotLess(R2, 1, "x").label("x"), "35 02 00 00 01 00 00 00"),
        one("if r2 >= r9", a -> a.jumpIfNotLess(R2, R9, "x").label("x"), "3d 92 00 00" + ZERO),
        one("if r2 < 1", a -> a.jumpIfLess(R2, 1, "x").label("x"), "a5 02 00 00 01 00 00 00"));
  }

  private static final String ZERO = " 00 00 00 00";

  private static Arguments one(
      String text, UnaryOperator<BpfAssembler> instruction, String expected) {
    return Arguments.of(text, instruction, expected);
  }

  @Test
  void shouldCountAJumpFromTheInstructionBehindIt() {
    BpfAssembler program =
        new BpfAssembler().jumpIfEqual(R1, 0, "end").move(R0, 1).exit().label("end").exit();

    assertThat(hex(program)).startsWith("15 01 02 00");
  }

  @Test
  void shouldCountA64BitConstantAsTwoInstructions() {
    BpfAssembler program = new BpfAssembler().jump("end").moveMap(R1, 3).label("end").exit();

    assertThat(hex(program)).startsWith("05 00 02 00");
  }

  @Test
  void shouldRefuseAJumpToALabelThatIsNowhere() {
    BpfAssembler program = new BpfAssembler().jump("nowhere").exit();

    assertThatThrownBy(program::assemble).hasMessageContaining("nowhere");
  }

  @Test
  void shouldRefuseAJumpBackwardsBecauseAProgramMustEnd() {
    BpfAssembler program = new BpfAssembler().label("again").move(R0, 0).jump("again").exit();

    assertThatThrownBy(program::assemble).hasMessageContaining("again");
  }

  @Test
  void shouldRefuseALabelThatIsThereTwice() {
    BpfAssembler program = new BpfAssembler().label("here");

    assertThatThrownBy(() -> program.label("here")).hasMessageContaining("here");
  }

  @Test
  void shouldRefuseAnOffsetThatDoesNotFit() {
    BpfAssembler program = new BpfAssembler();

    assertThatThrownBy(() -> program.load32(R1, R2, 32_768)).hasMessageContaining("32768");
  }

  private static String hex(BpfAssembler program) {
    return HexFormat.ofDelimiter(" ").formatHex(program.assemble());
  }
}
