package reactor.xsk.internal.linux;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.xsk.internal.linux.bpf.BpfOperation;

/** Each hint names only causes that its errno can have at that call. */
class HintsTest {

  /**
   * A cause, by words that name it, and where it can be the cause: {@code OPERATION/errno}, with
   * {@code *} for every operation.
   */
  record Cause(String words, Set<String> where) {

    Cause(String words, String... where) {
      this(words, Set.of(where));
    }

    boolean isPossible(KernelCall call, int errno) {
      String name = ((Enum<?>) call).name();
      return where.contains(name + "/" + Errno.nameOf(errno))
          || where.contains("*/" + Errno.nameOf(errno));
    }

    @Override
    public String toString() {
      return words;
    }
  }

  private static final List<KernelCall> CALLS =
      Stream.<KernelCall>concat(
              Arrays.stream(Operation.values()), Arrays.stream(BpfOperation.values()))
          .toList();

  static List<Cause> causes() {
    return List.of(
        new Cause("CAP_NET_RAW", "SOCKET/EPERM"),
        new Cause("CAP_IPC_LOCK", "REGISTER_UMEM/ENOBUFS"),
        new Cause(
            "CAP_BPF",
            "CREATE_MAP/EPERM",
            "LOAD_PROGRAM/EPERM",
            "ATTACH_XDP/EPERM",
            "ATTACH_TRACEPOINT/EPERM",
            "RUN/EPERM"),
        new Cause("CONFIG_XDP_SOCKETS", "SOCKET/EAFNOSUPPORT"),
        new Cause("CONFIG_BPF_SYSCALL", "CREATE_MAP/EINVAL", "*/ENOSYS", "MAP_MEMORY/EINVAL"),
        new Cause(
            "CONFIG_DEBUG_INFO_BTF",
            "LOAD_PROGRAM/EINVAL",
            "LOAD_PROGRAM/EACCES",
            "LOAD_PROGRAM/E2BIG",
            "LOAD_PROGRAM/ENOENT"),
        new Cause("older than", "*/EINVAL", "*/EOPNOTSUPP", "*/ENOPROTOOPT", "*/ENOSYS"),
        new Cause("RestrictAddressFamilies", "*/EAFNOSUPPORT", "*/EPERM", "*/EACCES", "*/ENOSYS"),
        new Cause("security module", "*/EPERM", "*/EACCES"),
        new Cause("SELinux", "*/EPERM", "*/EACCES"),
        new Cause("gVisor", "*/ENOSYS"),
        new Cause("ulimit -n", "*/EMFILE"),
        new Cause("fs.file-max", "*/ENFILE"),
        new Cause("ulimit -l", "REGISTER_UMEM/ENOBUFS", "*/EAGAIN"),
        new Cause("ulimit -v", "*/ENOMEM"),
        new Cause("out of memory", "*/ENOMEM", "*/ENOBUFS"),
        new Cause("no memory", "*/ENOMEM", "*/ENOBUFS"),
        new Cause("no such interface", "*/ENODEV"),
        new Cause("interface is gone", "*/ENODEV", "PROBE/EINVAL", "PUT_INTERFACE/EINVAL"),
        new Cause("interface was removed", "*/ENXIO", "*/ENODEV"),
        new Cause("ip link set dev NAME up", "*/ENETDOWN"),
        new Cause("the queue does not exist", "BIND/EINVAL", "BIND_ZERO_COPY/EINVAL"),
        new Cause("MTU does not fit", "BIND_ZERO_COPY/EINVAL"),
        new Cause("iommu_platform", "BIND_ZERO_COPY/EINVAL"),
        new Cause("holds this queue", "BIND/EBUSY", "BIND_ZERO_COPY/EBUSY"),
        new Cause("bindTimeout", "BIND/EBUSY", "BIND_ZERO_COPY/EBUSY"),
        new Cause("no zero-copy", "BIND_ZERO_COPY/EOPNOTSUPP"),
        new Cause(
            "without an XDP program",
            "KICK_ZERO_COPY/ENXIO",
            "KICK_ZERO_COPY/EINVAL",
            "KICK_ZERO_COPY/ENETDOWN"),
        new Cause("metadata", "KICK/EINVAL"),
        new Cause("dropped the packet", "KICK/EBUSY"),
        new Cause("frameSize", "REGISTER_UMEM/EINVAL", "BIND_ZERO_COPY/EOPNOTSUPP"),
        new Cause("another XDP program", "ATTACH_XDP/EBUSY", "ATTACH_XDP/EEXIST"),
        new Cause(
            "verifier",
            "LOAD_PROGRAM/EINVAL",
            "LOAD_PROGRAM/EACCES",
            "LOAD_PROGRAM/E2BIG",
            "LOAD_PROGRAM/ENOENT"),
        new Cause("GRO", "PROBE/EOPNOTSUPP", "PROBE/ENXIO"),
        new Cause("module tun", "OPEN_TAP/ENOENT", "OPEN_TAP/ENODEV", "OPEN_TAP/ENXIO"));
  }

  @ParameterizedTest
  @MethodSource("causes")
  void shouldNameACauseOnlyWhereItCanBeTheCause(Cause cause) {
    Set<String> named = new TreeSet<>();
    Set<String> leadAstray = new TreeSet<>();
    for (KernelCall call : CALLS) {
      for (int errno = 1; errno < 134; errno++) {
        if (call.hints().hint(errno).contains(cause.words())) {
          String place = ((Enum<?>) call).name() + "/" + Errno.nameOf(errno);
          named.add(place);
          if (!cause.isPossible(call, errno)) {
            leadAstray.add(place);
          }
        }
      }
    }

    assertThat(leadAstray).as("hints that name a cause that the errno cannot have").isEmpty();
    assertThat(named).as("hints that name it at all").isNotEmpty();
  }

  @Test
  void shouldNotReferToAQuestionThatHasTheSameAnswer() {
    for (KernelCall call : CALLS) {
      for (int errno = 1; errno < 134; errno++) {
        assertThat(call.hints().hint(errno)).doesNotContain("unavailabilityCause");
      }
    }
  }

  @Test
  void shouldSayTheSameOfEveryErrnoThatACallIsNotKnownToAnswer() {
    Set<String> hints =
        CALLS.stream()
            .flatMap(
                call ->
                    java.util.stream.IntStream.range(1, 134)
                        .filter(errno -> !call.hints().errnos().contains(errno))
                        .mapToObj(call.hints()::hint))
            .collect(toCollection(TreeSet::new));

    assertThat(hints).singleElement().asString().contains("not known to answer");
  }

  @Test
  void shouldKnowTheNameOfEveryErrnoThatACallCanAnswer() {
    assertThat(CALLS)
        .allSatisfy(
            call ->
                assertThat(call.hints().errnos())
                    .isNotEmpty()
                    .allSatisfy(
                        errno -> assertThat(Errno.nameOf(errno)).doesNotStartWith("errno")));
  }
}
