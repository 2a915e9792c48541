package reactor.xsk.support;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which methods of the library a method can come to, read from the class files: a call goes to all
 * implementations of what is called; a lambda is called by the method that makes it, and by who
 * calls an interface of the library that it implements. Methods are named as in {@code
 * TxLoop.doWork}, which means all of that name.
 */
public final class CallGraph {

  private static final String LIBRARY = "reactor/xsk/";

  private final Map<String, ClassModel> classes = new HashMap<>();
  private final Map<String, Set<String>> subtypes = new HashMap<>();
  private final Map<String, Set<Call>> lambdas = new HashMap<>();

  /**
   * A method that is reached.
   *
   * @param name its name
   * @param model what the class file says of it
   * @param caller through which it is reached, null for a root
   */
  public record Reached(String name, MethodModel model, @Nullable Reached caller) {

    /** The names from the root to this. */
    public String way() {
      return caller == null ? name : caller.way() + " → " + name;
    }
  }

  private record Call(String owner, String name, String descriptor) {}

  /** Reads the classes that come from where {@code oneOfThem} does. */
  public static CallGraph of(Class<?> oneOfThem, Predicate<String> isRead) throws Exception {
    CallGraph graph = new CallGraph();
    for (Path file : classFiles(oneOfThem)) {
      graph.add(ClassFile.of().parse(file), isRead);
    }
    return graph;
  }

  private static List<Path> classFiles(Class<?> oneOfThem) throws Exception {
    Path place = placeOf(oneOfThem);
    try (Stream<Path> files = Files.walk(place)) {
      return files.filter(it -> it.toString().endsWith(".class")).toList();
    }
  }

  private static Path placeOf(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private void add(ClassModel model, Predicate<String> isRead) {
    String name = model.thisClass().asInternalName();
    if (!isRead.test(name)) {
      return;
    }
    classes.put(name, model);
    model.superclass().ifPresent(it -> subtypesOf(it).add(name));
    model.interfaces().forEach(it -> subtypesOf(it).add(name));
    model.methods().stream().flatMap(CallGraph::elements).forEach(this::addLambda);
  }

  /** What implements an interface of the library, to be called from anywhere. */
  private void addLambda(CodeElement element) {
    if (element instanceof InvokeDynamicInstruction made) {
      String type = internalName(made.typeSymbol().returnType());
      if (type.startsWith(LIBRARY)) {
        String method = type + "." + made.name().stringValue();
        callsOf(made).forEach(lambdas.computeIfAbsent(method, it -> new HashSet<>())::add);
      }
    }
  }

  private Set<String> subtypesOf(ClassEntry type) {
    return subtypes.computeIfAbsent(type.asInternalName(), it -> new HashSet<>());
  }

  /**
   * What can be reached.
   *
   * @param roots where the ways begin
   * @param ends methods that are reached, and not looked into
   */
  public List<Reached> from(Set<String> roots, Set<String> ends) {
    Map<MethodModel, Reached> found = new LinkedHashMap<>();
    Deque<Reached> next = new ArrayDeque<>();
    for (ClassModel type : classes.values()) {
      for (MethodModel method : type.methods()) {
        if (roots.contains(nameOf(type, method))) {
          next.add(new Reached(nameOf(type, method), method, null));
        }
      }
    }
    while (!next.isEmpty()) {
      Reached reached = next.poll();
      if (found.putIfAbsent(reached.model, reached) == null && !ends.contains(reached.name)) {
        calls(reached.model).forEach(call -> addTargets(call, reached, next));
      }
    }
    return List.copyOf(found.values());
  }

  private static String nameOf(ClassModel type, MethodModel method) {
    String owner = type.thisClass().asInternalName();
    return owner.substring(owner.lastIndexOf('/') + 1) + "." + method.methodName().stringValue();
  }

  private void addTargets(Call call, Reached caller, Deque<Reached> next) {
    Set<String> owners = new HashSet<>();
    if (call.name.equals("<init>")) {
      owners.add(call.owner);
    } else {
      addWithSubtypes(call.owner, owners);
      addSupertypes(call.owner, owners);
    }
    for (Call lambda : lambdas.getOrDefault(call.owner + "." + call.name, Set.of())) {
      addTargets(lambda, caller, next);
    }
    for (String owner : owners) {
      ClassModel type = classes.get(owner);
      for (MethodModel method : type == null ? List.<MethodModel>of() : type.methods()) {
        if (method.methodName().equalsString(call.name)
            && method.methodType().equalsString(call.descriptor)) {
          next.add(new Reached(nameOf(type, method), method, caller));
        }
      }
    }
  }

  private void addWithSubtypes(String type, Set<String> to) {
    if (to.add(type)) {
      subtypes.getOrDefault(type, Set.of()).forEach(it -> addWithSubtypes(it, to));
    }
  }

  private void addSupertypes(String type, Set<String> to) {
    ClassModel model = classes.get(type);
    if (model != null) {
      model.superclass().map(ClassEntry::asInternalName).ifPresent(it -> addSuper(it, to));
      model.interfaces().forEach(it -> addSuper(it.asInternalName(), to));
    }
  }

  private void addSuper(String type, Set<String> to) {
    to.add(type);
    addSupertypes(type, to);
  }

  private static List<Call> calls(MethodModel method) {
    return elements(method).flatMap(CallGraph::callsOf).toList();
  }

  /** The instructions of a method. */
  public static Stream<CodeElement> elements(MethodModel method) {
    return method.code().stream().flatMap(code -> code.elementStream());
  }

  private static Stream<Call> callsOf(CodeElement element) {
    return switch (element) {
      case InvokeInstruction it ->
          Stream.of(
              new Call(
                  it.owner().asInternalName(), it.name().stringValue(), it.type().stringValue()));
      case InvokeDynamicInstruction it ->
          it.bootstrapArgs().stream()
              .filter(DirectMethodHandleDesc.class::isInstance)
              .map(DirectMethodHandleDesc.class::cast)
              .map(CallGraph::callOf);
      default -> Stream.empty();
    };
  }

  private static Call callOf(DirectMethodHandleDesc handle) {
    return new Call(internalName(handle.owner()), handle.methodName(), handle.lookupDescriptor());
  }

  private static String internalName(ClassDesc type) {
    String descriptor = type.descriptorString();
    return type.isClassOrInterface()
        ? descriptor.substring(1, descriptor.length() - 1)
        : descriptor;
  }
}
