package reactor.xsk;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.VarHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of the design that a compiler does not check. Every message says how to comply. */
class ArchitectureTest {

  private static final String SENDER = "reactor.xsk.internal.sender..";
  private static final String STREAM = "reactor.xsk.internal.stream..";
  private static final String LOOP = "reactor.xsk.internal.loop..";
  private static final String PORT = "reactor.xsk.internal.port..";
  private static final String FRAME = "reactor.xsk.internal.frame..";
  private static final String RING = "reactor.xsk.internal.ring..";
  private static final String LINUX = "reactor.xsk.internal.linux..";
  private static final String BPF = "reactor.xsk.internal.bpf..";
  private static final String MODEL = "reactor.xsk.internal.model..";

  private static final String NET = "reactor.xsk.internal.net..";

  private static final String LAYERS =
      "the layers go one way: sender → loop → stream; loop → port → frame, ring, bpf → linux. ";

  private static final int MAX_LINES = 300;

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("reactor.xsk");

  @Test
  void shouldFindTheClassesOfTheLibrary() {
    assertThat(MAIN.size()).as("classes of reactor.xsk, without tests").isPositive();
    assertThat(MAIN.contain(ArchitectureTest.class)).isFalse();
  }

  @Test
  void shouldHaveNoCircleOfRooms() {
    check(
        slices()
            .matching("reactor.xsk.internal.(*)..")
            .should()
            .beFreeOfCycles()
            .because(LAYERS + "Move what both need down, or hand it in as an interface"));
  }

  @Test
  void shouldNotDependOnTheLoopOrTheSenderFromBelow() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(PORT, FRAME, RING, BPF, LINUX, MODEL, STREAM)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SENDER, LOOP)
            .because(
                LAYERS
                    + "Let the loop hand in what is needed, as an argument or as an interface that"
                    + " the lower package declares"));
    check(
        noClasses()
            .that()
            .resideInAPackage(LOOP)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(SENDER)
            .because(LAYERS + "A loop knows no thread: let the lane call it"));
  }

  @Test
  void shouldKeepReactorsSideApartFromPorts() {
    check(
        noClasses()
            .that()
            .resideInAPackage(STREAM)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(PORT, FRAME, RING, BPF, LINUX, MODEL)
            .because("streams know items, not frames: let the loop bring the two together"));
    check(
        noClasses()
            .that()
            .resideInAnyPackage(PORT, FRAME, RING, BPF, LINUX, MODEL)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(STREAM)
            .because("ports know frames, not items: let the loop bring the two together"));
  }

  @Test
  void shouldNotDependOnPortFromBelow() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(FRAME, RING, BPF, LINUX)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(PORT)
            .because(
                LAYERS + "Pass plain values down, or move the shared type to the package below"));
  }

  @Test
  void shouldKeepFrameAndRingApart() {
    check(
        noClasses()
            .that()
            .resideInAPackage(FRAME)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(RING)
            .because("frames know nothing of rings: let the port bring the two together"));
    check(
        noClasses()
            .that()
            .resideInAPackage(RING)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(FRAME)
            .because("rings know nothing of frames: let the port bring the two together"));
  }

  @Test
  void shouldHaveNothingBelowLinux() {
    check(
        noClasses()
            .that()
            .resideInAPackage(LINUX)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(FRAME, RING, BPF, MODEL)
            .because(
                LAYERS
                    + "linux is calls and structs in plain Java types: pass it longs, ints and"
                    + " memory segments"));
  }

  @Test
  void shouldUseBpfProgramsOnlyThroughThePort() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(SENDER, LOOP, STREAM, FRAME, RING, LINUX, MODEL)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(BPF)
            .because("BPF programs belong to the bulk port: ask the port for what they know"));
    check(
        noClasses()
            .that()
            .resideInAPackage(BPF)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(FRAME, RING, MODEL)
            .because("programs are made of linux calls alone: let the port hand in plain values"));
  }

  @Test
  void shouldKeepAddressingApartFromTheDataPath() {
    check(
        noClasses()
            .that()
            .resideInAPackage(NET)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SENDER, LOOP, STREAM, PORT, FRAME, RING, BPF, MODEL)
            .because("headers and routes are made of linux calls and plain values alone"));
    check(
        noClasses()
            .that()
            .resideInAnyPackage(SENDER, LOOP, STREAM, PORT, FRAME, RING, BPF, LINUX, MODEL)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(NET)
            .because("a sender knows packets, not addresses: let reactor.xsk.net hand packets in"));
  }

  @Test
  void shouldNotKnowTheModelOfTheKernelBelowThePort() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(FRAME, RING, LINUX)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(MODEL)
            .because("the model stands in for Linux behind the port's seam: program to that seam"));
  }

  @Test
  void shouldCallNativeCodeOnlyFromLinux() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(LINUX)
            .should()
            .dependOnClassesThat(
                belongToAnyOf(Linker.class, SymbolLookup.class, FunctionDescriptor.class))
            .because(
                "reactor.xsk.internal.linux is the one place that calls native code: add a method"
                    + " in plain Java types there"));
  }

  @Test
  void shouldKeepVarHandlesInRingCells() {
    check(
        noFields()
            .that()
            .areDeclaredInClassesThat(
                describe(
                    "are not RingCells",
                    type -> !type.getName().equals("reactor.xsk.internal.ring.RingCells")))
            .should()
            .haveRawType(VarHandle.class)
            .because(
                "memory order is written in one place: add a method to RingCells whose name says"
                    + " the order; between threads of our own use java.util.concurrent.atomic"));
  }

  @Test
  void shouldNotUseUnsafe() {
    check(
        noClasses()
            .should()
            .dependOnClassesThat()
            .haveNameMatching("(sun|jdk\\.internal)\\.misc\\.Unsafe.*")
            .because("it is on its way out of the JDK: use java.lang.foreign.MemorySegment"));
  }

  @Test
  void shouldNotPrint() {
    check(
        noClasses()
            .should(ACCESS_STANDARD_STREAMS)
            .because(
                "a library does not write to its user's terminal: throw an XskException, count it,"
                    + " or log with reactor.util.Loggers"));
  }

  @Test
  void shouldKeepInternalsOutOfPublicSignatures() {
    check(
        classes()
            .that()
            .resideInAnyPackage(
                "reactor.xsk", "reactor.xsk.doctor", "reactor.xsk.net", "reactor.xsk.virtual")
            .and(describe("are visible to users", PublicSignatures::isVisibleToUsers))
            .should(PublicSignatures.onlyShowUsersWhatTheyMayUse())
            .because(
                "users see JDK, Reactor, Reactive Streams and public reactor.xsk types only: make"
                    + " the member package-private, or give it a public type"));
  }

  @Test
  void shouldKeepSourceFilesShort() throws IOException {
    Path sources = Path.of(System.getProperty("basedir", ""), "src");
    List<String> tooLong = new ArrayList<>();
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
        int lines = Files.readAllLines(file).size();
        if (lines > MAX_LINES) {
          tooLong.add(sources.relativize(file) + ": " + lines + " lines");
        }
      }
    }
    assertThat(tooLong)
        .as("a file of more than %d lines has two roles: split it by role", MAX_LINES)
        .isEmpty();
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(MAIN);
  }
}
