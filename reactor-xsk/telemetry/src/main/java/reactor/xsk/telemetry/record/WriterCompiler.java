package reactor.xsk.telemetry.record;

import static java.lang.constant.ConstantDescs.CD_MethodHandle;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.DEFAULT_NAME;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;
import static java.lang.constant.ConstantDescs.ofConstantBootstrap;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import reactor.xsk.telemetry.internal.wire.NetworkOrder;

/**
 * Compiles the writer of a template: a hidden class whose {@code write} is the code that one would
 * write by hand for it, with the getters as constants, so that the JIT inlines them. A loop over
 * the fields would make a megamorphic call for each.
 */
final class WriterCompiler {

  /** Fields of one method: the JIT leaves methods of more than 8,000 bytes to the interpreter. */
  static final int FIELDS_PER_METHOD = 64;

  static final ClassDesc CD_NETWORK_ORDER = ClassDesc.of(NetworkOrder.class.getName());
  static final ClassDesc CD_OCTETS = ClassDesc.of(Octets.class.getName());
  static final ClassDesc CD_SEGMENT = ClassDesc.of(MemorySegment.class.getName());
  static final ClassDesc CD_BYTES = ClassDesc.ofDescriptor("[B");

  private static final ClassDesc CD_SUPER = ClassDesc.of(RecordWriter.class.getName());
  private static final ClassDesc CD_THIS =
      ClassDesc.of(RecordWriter.class.getPackageName(), "CompiledWriter");
  private static final ClassDesc CD_FAULTS = ClassDesc.of(ValueFaults.class.getName());
  private static final MethodTypeDesc WRITE =
      MethodTypeDesc.of(CD_long, CD_Object, CD_SEGMENT, CD_long);
  private static final MethodTypeDesc WRITE_ALL =
      MethodTypeDesc.of(CD_long, CD_Object.arrayType(), CD_int, CD_int, CD_SEGMENT, CD_long);
  private static final DirectMethodHandleDesc CLASS_DATA =
      ofConstantBootstrap(
          ClassDesc.of(MethodHandles.class.getName()), "classDataAt", CD_Object, CD_int);

  private final List<Slot> slots;
  private final List<Object> classData = new ArrayList<>();

  private WriterCompiler(List<Slot> slots) {
    this.slots = slots;
    slots.forEach(slot -> classData.add(slot.getter()));
    classData.add(new ValueFaults(slots));
  }

  static RecordWriter compile(List<Slot> slots) {
    return new WriterCompiler(slots).compile();
  }

  private RecordWriter compile() {
    byte[] classFile =
        ClassFile.of()
            .build(
                CD_THIS,
                type -> {
                  type.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER);
                  type.withSuperclass(CD_SUPER);
                  type.withMethodBody(INIT_NAME, MTD_void, 0, WriterCompiler::constructor);
                  type.withMethodBody(
                      "sizeBytes", MethodTypeDesc.of(CD_int, CD_Object), 0, this::sizeBytes);
                  type.withMethodBody("write", WRITE, 0, this::write);
                  if (slots.size() <= FIELDS_PER_METHOD) {
                    type.withMethodBody("writeAll", WRITE_ALL, 0, this::writeAll);
                  }
                  for (int from = 0; from < slots.size(); from += FIELDS_PER_METHOD) {
                    int first = from;
                    type.withMethodBody(
                        "write" + from,
                        WRITE,
                        ClassFile.ACC_STATIC | ClassFile.ACC_PRIVATE,
                        code -> writePart(code, first));
                  }
                });
    try {
      MethodHandles.Lookup writer =
          MethodHandles.lookup().defineHiddenClassWithClassData(classFile, classData, true);
      return (RecordWriter)
          writer
              .findConstructor(
                  writer.lookupClass(), java.lang.invoke.MethodType.methodType(void.class))
              .invoke();
    } catch (Throwable e) {
      throw new IllegalStateException("cannot compile a writer for " + slots, e);
    }
  }

  private static void constructor(CodeBuilder code) {
    code.aload(0).invokespecial(CD_SUPER, INIT_NAME, MTD_void).return_();
  }

  /** The fixed fields are a constant; each variable one adds its own. */
  private void sizeBytes(CodeBuilder code) {
    int fixed = 0;
    code.iconst_0();
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      if (slot.element().isVariable()) {
        get(code, i, 1);
        code.invokestatic(
            CD_OCTETS,
            slot.isText() ? "variableTextSize" : "variableSize",
            MethodTypeDesc.of(CD_int, slot.isText() ? CD_String : CD_BYTES));
        code.iadd();
      } else {
        fixed += slot.element().sizeBytes();
      }
    }
    code.loadConstant(fixed).iadd().ireturn();
  }

  private void write(CodeBuilder code) {
    for (int from = 0; from < slots.size(); from += FIELDS_PER_METHOD) {
      code.aload(1).aload(2).lload(3);
      code.invokestatic(CD_THIS, "write" + from, WRITE);
      code.lstore(3);
    }
    code.lload(3).lreturn();
  }

  private void writePart(CodeBuilder code, int from) {
    List<Slot> part = slots.subList(from, Math.min(from + FIELDS_PER_METHOD, slots.size()));
    new FieldCode(code, part, this, from, new FieldCode.Locals(0, 1, 2)).write();
    code.lload(2).lreturn();
  }

  /** A loop of its own: the JIT does not put code of this size into a loop that calls it. */
  private void writeAll(CodeBuilder code) {
    int records = 1;
    int index = 2;
    int to = 3;
    int offset = 5;
    int record = code.allocateLocal(TypeKind.REFERENCE);
    FieldCode fields = new FieldCode(code, slots, this, 0, new FieldCode.Locals(record, 4, offset));
    Label next = code.newBoundLabel();
    Label end = code.newLabel();
    code.iload(index).iload(to).if_icmpge(end);
    code.aload(records).iload(index).aaload().astore(record);
    fields.write();
    code.iinc(index, 1).goto_(next);
    code.labelBinding(end);
    code.lload(offset).lreturn();
  }

  /** Pushes the value of a field of the record in a local variable. */
  void get(CodeBuilder code, int slot, int recordLocal) {
    code.loadConstant(constant(slot, CD_MethodHandle));
    code.aload(recordLocal);
    code.invokevirtual(
        CD_MethodHandle,
        "invokeExact",
        MethodTypeDesc.ofDescriptor(slots.get(slot).getter().type().toMethodDescriptorString()));
  }

  /** Throws the exception that explains which value of the record is out of its range. */
  void explain(CodeBuilder code, int recordLocal) {
    code.loadConstant(constant(slots.size(), CD_FAULTS));
    code.aload(recordLocal);
    code.invokevirtual(
        CD_FAULTS,
        "explain",
        MethodTypeDesc.of(ClassDesc.of(RecordException.class.getName()), CD_Object));
    code.athrow();
  }

  private static DynamicConstantDesc<?> constant(int index, ClassDesc type) {
    return DynamicConstantDesc.ofNamed(CLASS_DATA, DEFAULT_NAME, type, index);
  }

  static MethodTypeDesc putType(ClassDesc value) {
    return MethodTypeDesc.of(CD_void, CD_SEGMENT, CD_long, value);
  }
}
