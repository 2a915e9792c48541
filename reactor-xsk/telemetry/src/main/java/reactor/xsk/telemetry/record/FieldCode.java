package reactor.xsk.telemetry.record;

import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static reactor.xsk.telemetry.record.WriterCompiler.CD_BYTES;
import static reactor.xsk.telemetry.record.WriterCompiler.CD_NETWORK_ORDER;
import static reactor.xsk.telemetry.record.WriterCompiler.CD_OCTETS;
import static reactor.xsk.telemetry.record.WriterCompiler.CD_SEGMENT;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;

/**
 * The code that writes consecutive fields. Neighbouring integers are put together into words of up
 * to eight octets, so that a record takes a third of the stores that it has fields. Each run of
 * integers is stored into a slice of its length: the bounds are checked once, and the JIT leaves
 * out the checks of the stores, whose offsets are constants.
 */
final class FieldCode {

  private final CodeBuilder code;
  private final List<Slot> slots;
  private final WriterCompiler compiler;
  private final int firstSlot;
  private final Locals locals;
  private final int run;
  private final int word;
  private final int misfit; // all bits that do not fit

  /** What has been written of the run, without the word. */
  private int runBytes;

  private int wordBytes;

  /**
   * The local variables of the method that the code is part of.
   *
   * @param record the record
   * @param target where to write it
   * @param offset where its next field begins
   */
  record Locals(int record, int target, int offset) {}

  FieldCode(
      CodeBuilder code, List<Slot> slots, WriterCompiler compiler, int firstSlot, Locals locals) {
    this.code = code;
    this.slots = slots;
    this.compiler = compiler;
    this.firstSlot = firstSlot;
    this.locals = locals;
    this.run = code.allocateLocal(TypeKind.REFERENCE);
    this.word = code.allocateLocal(TypeKind.LONG);
    this.misfit = code.allocateLocal(TypeKind.LONG);
  }

  /** Writes the fields, and moves the offset behind them. */
  void write() {
    code.lconst_0().lstore(word);
    code.lconst_0().lstore(misfit);
    for (int i = 0; i < slots.size(); i++) {
      if (slots.get(i).isScalar()) {
        putScalar(i);
      } else {
        endWord(0);
        endRun();
        putOctets(i);
      }
    }
    endWord(0);
    endRun();
    Label fits = code.newLabel();
    code.lload(misfit).lconst_0().lcmp().ifeq(fits);
    compiler.explain(code, locals.record);
    code.labelBinding(fits);
  }

  private void putScalar(int index) {
    Element element = slots.get(index).element();
    int size = element.sizeBytes();
    if (runBytes + wordBytes == 0) {
      startRun(scalarBytesFrom(index));
    }
    if (wordBytes + size > Long.BYTES) {
      endWord(scalarBytesFrom(index));
    }
    compiler.get(code, firstSlot + index, locals.record);
    if (size == Long.BYTES) {
      code.lstore(word);
    } else {
      noteMisfit(size, element.type().isSigned());
      code.lload(word).loadConstant(8 * size).lshl().lor().lstore(word);
    }
    wordBytes += size;
  }

  /** Takes the value from the stack and leaves it there, without the bits that do not fit. */
  private void noteMisfit(int size, boolean signed) {
    int unused = Long.SIZE - 8 * size;
    if (signed) { // value ^ (value << unused >> unused) is 0 if it fits
      code.dup2().dup2().loadConstant(unused).lshl().loadConstant(unused).lshr().lxor();
      code.lload(misfit).lor().lstore(misfit);
      code.loadConstant(-1L >>> unused).land();
    } else {
      code.dup2().loadConstant(8 * size).lushr();
      code.lload(misfit).lor().lstore(misfit);
    }
  }

  /** The octets of the integers from a field on, up to the next field of another kind. */
  private int scalarBytesFrom(int index) {
    int bytes = 0;
    for (int i = index; i < slots.size() && slots.get(i).isScalar(); i++) {
      bytes += slots.get(i).element().sizeBytes();
    }
    return bytes;
  }

  /**
   * Stores the word. Where as many octets follow as it lacks, one store of eight is enough: what
   * follows overwrites the rest.
   */
  private void endWord(int followingBytes) {
    int missing = Long.BYTES - wordBytes;
    if (wordBytes == 0) {
      return;
    }
    if (missing <= followingBytes) {
      store(8, -8 * missing, runBytes);
    } else {
      int left = wordBytes;
      for (int size = Long.BYTES; size > 0; size /= 2) {
        while (left >= size) {
          store(size, 8 * (left - size), runBytes + wordBytes - left);
          left -= size;
        }
      }
    }
    code.lconst_0().lstore(word);
    runBytes += wordBytes;
    wordBytes = 0;
  }

  /** Stores part of the word, shifted to the right by {@code shift} bits, or to the left. */
  private void store(int size, int shift, int displacement) {
    code.aload(run).loadConstant((long) displacement).lload(word);
    if (shift > 0) {
      code.loadConstant(shift).lushr();
    } else if (shift < 0) {
      code.loadConstant(-shift).lshl();
    }
    code.invokestatic(CD_NETWORK_ORDER, "put" + size, WriterCompiler.putType(CD_long));
  }

  private void startRun(int bytes) {
    code.aload(locals.target).lload(locals.offset).loadConstant((long) bytes);
    code.invokeinterface(CD_SEGMENT, "asSlice", MethodTypeDesc.of(CD_SEGMENT, CD_long, CD_long));
    code.astore(run);
  }

  private void endRun() {
    if (runBytes > 0) {
      code.lload(locals.offset).loadConstant((long) runBytes).ladd().lstore(locals.offset);
      runBytes = 0;
    }
  }

  private void putOctets(int index) {
    Slot slot = slots.get(index);
    Element element = slot.element();
    ClassDesc type = slot.isText() ? CD_String : CD_BYTES;
    String text = slot.isText() ? "Text" : "";
    code.aload(locals.target).lload(locals.offset);
    compiler.get(code, firstSlot + index, locals.record);
    if (element.isVariable()) {
      code.invokestatic(
          CD_OCTETS, "putVariable" + text, MethodTypeDesc.of(CD_long, CD_SEGMENT, CD_long, type));
    } else {
      code.loadConstant(element.sizeBytes());
      boolean address = element.type() == ElementType.IPV6_ADDRESS;
      code.invokestatic(
          CD_OCTETS,
          address ? "putAddress" : "putFixed" + text,
          MethodTypeDesc.of(CD_long, CD_SEGMENT, CD_long, type, CD_int));
    }
    code.lstore(locals.offset);
  }
}
