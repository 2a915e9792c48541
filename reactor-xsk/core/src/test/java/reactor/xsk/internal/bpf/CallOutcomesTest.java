package reactor.xsk.internal.bpf;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.xsk.SendOutcome;

/** The test writes as the programs do: at places of its own reckoning. */
class CallOutcomesTest {

  private static final int CAPACITY = 8;
  private static final long DROPS = 40 + 8 * CAPACITY;
  private static final long REFUSED = DROPS + 8 * CAPACITY;

  private final CallLayout layout = new CallLayout(CAPACITY);
  private final MemorySegment memory = Arena.ofAuto().allocate(layout.sizeBytes(), 8);
  private final SharedCall call = new SharedCall(memory, layout);
  private final CallOutcomes outcomes = new CallOutcomes(call);

  @Test
  void shouldLieWhereTheProgramsExpectIt() {
    assertThat(layout.drops()).isEqualTo((int) DROPS);
    assertThat(layout.refused()).isEqualTo((int) REFUSED);
    assertThat(layout.sizeBytes()).isEqualTo(176);
    call.describe(2, 17, 1_514);
    assertThat(memory.get(JAVA_INT, 56)).as("frame of packet 2").isEqualTo(17);
    assertThat(memory.get(JAVA_INT, 60)).as("length of packet 2").isEqualTo(1_514);
  }

  @Test
  void shouldCompleteAllThatTheDriverTook() {
    ran(4, 4);

    assertThat(next(4)).isEqualTo("CCCC");
    assertThat(outcomes.isHalted()).isFalse();
  }

  @Test
  void shouldDropWhatTheDropsNameByTheirPlaceAmongThoseOffered() {
    ran(8, 8);
    drop(0, 1, 2);
    drop(1, 6, 1);

    assertThat(next(8)).isEqualTo("CDDCCCDC");
  }

  @Test
  void shouldDropWhatWasRefusedAndNotCountItAsOffered() {
    ran(6, 5);
    refuse(1);
    drop(0, 1, 1); // the second that was offered: packet 2

    assertThat(next(6)).isEqualTo("CDDCCC");
  }

  @Test
  void shouldSayLostWhereNobodySaidWhatBecameOfIt() {
    ran(4, 3);

    assertThat(next(4)).isEqualTo("CCCL");
  }

  @Test
  void shouldGoOnWhereAPartOfTheCallEnded() {
    ran(2, 2);
    String first = next(2);
    ran(5, 5);
    drop(0, 3, 1);

    assertThat(first + next(3)).isEqualTo("CCCDC");
  }

  @Test
  void shouldForgetTheLastCallWhenTheNextBegins() {
    ran(4, 2);
    refuse(0);
    refuse(3);
    drop(0, 0, 1);
    memory.set(JAVA_INT, 28, -100);
    memory.set(JAVA_INT, 32, 1);
    next(4);
    outcomes.restart();

    call.begin(4, 60);

    assertThat(outcomes.look()).isZero();
    assertThat(outcomes.isHalted()).isFalse();
    assertThat(call.error()).isZero();
    assertThat(memory.get(JAVA_INT, 4)).as("size").isEqualTo(4);
    assertThat(memory.get(JAVA_INT, 8)).as("frame bytes").isEqualTo(60);
    ran(4, 3);
    refuse(1);
    assertThat(next(4)).isEqualTo("CDCC");
  }

  private void ran(int cursor, int offered) {
    memory.set(JAVA_INT, 0, cursor);
    memory.set(JAVA_INT, 16, offered);
  }

  private void drop(int entry, int first, int count) {
    memory.set(JAVA_INT, 20, entry + 1);
    memory.set(JAVA_INT, DROPS + 8L * entry, first);
    memory.set(JAVA_INT, DROPS + 8L * entry + 4, count);
  }

  private void refuse(int packet) {
    memory.set(JAVA_INT, 24, memory.get(JAVA_INT, 24) + 1);
    memory.set(JAVA_BYTE, REFUSED + packet, (byte) 1);
  }

  private String next(int packets) {
    outcomes.look();
    List<SendOutcome> found = IntStream.range(0, packets).mapToObj(i -> outcomes.next()).toList();
    StringBuilder letters = new StringBuilder();
    found.forEach(outcome -> letters.append(outcome.name().charAt(0)));
    return letters.toString();
  }
}
