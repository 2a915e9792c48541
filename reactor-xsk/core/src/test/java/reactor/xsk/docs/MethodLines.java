package reactor.xsk.docs;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** How many lines the methods of a source file have, with their comments. */
final class MethodLines {

  private final CompilationUnitTree unit;
  private final SourcePositions positions;
  private final List<String> source;

  private MethodLines(CompilationUnitTree unit, SourcePositions positions, List<String> source) {
    this.unit = unit;
    this.positions = positions;
    this.source = source;
  }

  /** By name; overloads add up. */
  static Map<String, Integer> in(Path file) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(null, files, null, null, null, files.getJavaFileObjects(file));
      CompilationUnitTree unit = task.parse().iterator().next();
      return new MethodLines(
              unit, Trees.instance(task).getSourcePositions(), Files.readAllLines(file))
          .count();
    }
  }

  private Map<String, Integer> count() {
    Map<String, Integer> lines = new TreeMap<>();
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitMethod(MethodTree method, @Nullable Void none) {
        lines.merge(method.getName().toString(), linesOf(method), Integer::sum);
        return super.visitMethod(method, none);
      }
    }.scan(unit, null);
    return lines;
  }

  private int linesOf(MethodTree method) {
    LineMap map = unit.getLineMap();
    int first = (int) map.getLineNumber(positions.getStartPosition(unit, method));
    int last = (int) map.getLineNumber(positions.getEndPosition(unit, method));
    int begin = first;
    if (lineBefore(begin).endsWith("*/")) {
      do {
        begin--;
      } while (!source.get(begin - 1).strip().startsWith("/**"));
    }
    return last - begin + 1;
  }

  private String lineBefore(int number) {
    return source.get(number - 2).strip();
  }
}
