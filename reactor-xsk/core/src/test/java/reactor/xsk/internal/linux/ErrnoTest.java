package reactor.xsk.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrnoTest {

  @ParameterizedTest
  @CsvSource({
    "1, EPERM",
    "4, EINTR",
    "6, ENXIO",
    "11, EAGAIN",
    "12, ENOMEM",
    "13, EACCES",
    "14, EFAULT",
    "16, EBUSY",
    "19, ENODEV",
    "22, EINVAL",
    "23, ENFILE",
    "24, EMFILE",
    "92, ENOPROTOOPT",
    "95, EOPNOTSUPP",
    "97, EAFNOSUPPORT",
    "100, ENETDOWN",
    "105, ENOBUFS"
  })
  void shouldNameWhatAfXdpAnswersWith(int errno, String name) {
    assertThat(Errno.nameOf(errno)).isEqualTo(name);
  }

  @Test
  void shouldNameEveryConstantAsItIsCalled() throws IllegalAccessException {
    Map<String, String> names = new TreeMap<>();
    for (Field constant : Errno.class.getDeclaredFields()) {
      if (Modifier.isPublic(constant.getModifiers())) {
        names.put(constant.getName(), Errno.nameOf(constant.getInt(null)));
      }
    }

    assertThat(names)
        .hasSizeGreaterThan(10)
        .allSatisfy((name, it) -> assertThat(it).isEqualTo(name));
  }

  @Test
  void shouldGiveTheNumberOfOneThatItDoesNotKnow() {
    assertThat(Errno.nameOf(9999)).isEqualTo("errno 9999");
  }
}
