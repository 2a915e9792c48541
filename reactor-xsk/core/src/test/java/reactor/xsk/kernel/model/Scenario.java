package reactor.xsk.kernel.model;

import java.util.List;
import java.util.function.Function;

/**
 * Something that a user's program does, or that happens to it.
 *
 * @param name what it is
 * @param transcript does it in a world, and says what came of it
 */
record Scenario(String name, Function<World, List<String>> transcript) {

  @Override
  public String toString() {
    return name;
  }
}
