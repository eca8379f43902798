package io.holdfast.spark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.xbean.asm9.ClassVisitor;
import org.apache.xbean.asm9.Handle;
import org.apache.xbean.asm9.Label;
import org.apache.xbean.asm9.MethodVisitor;
import org.apache.xbean.asm9.Opcodes;
import org.apache.xbean.asm9.Type;

/** Collects what the instructions of each method of a class name. Used once, by one thread. */
final class ClassMethods extends ClassVisitor {
  private static final int API = Opcodes.ASM9;

  private final Map<String, MethodCode> methods = new HashMap<>();

  ClassMethods() {
    super(API);
  }

  /** By name and descriptor. */
  Map<String, MethodCode> found() {
    return methods;
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    MethodCode code = new MethodCode(new HashSet<>(), new ArrayList<>());
    methods.put(name + descriptor, code);
    return new Instructions(code.classes(), code.calls());
  }

  private static final class Instructions extends MethodVisitor {
    private final Set<String> classes;
    private final List<MethodCode.Call> calls;

    Instructions(Set<String> classes, List<MethodCode.Call> calls) {
      super(API);
      this.classes = classes;
      this.calls = calls;
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
      add(Type.getObjectType(type));
    }

    @Override
    public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
      add(Type.getType(descriptor));
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
      add(Type.getObjectType(owner));
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      call(owner, name, descriptor);
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String descriptor, Handle bootstrap, Object... arguments) {
      for (Object argument : arguments) {
        visitLdcInsn(argument);
      }
    }

    @Override
    public void visitLdcInsn(Object value) {
      if (value instanceof Handle handle) {
        call(handle.getOwner(), handle.getName(), handle.getDesc());
      } else if (value instanceof Type type && type.getSort() != Type.METHOD) {
        add(type);
      }
    }

    @Override
    public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
      if (type != null) {
        add(Type.getObjectType(type));
      }
    }

    private void call(String owner, String name, String descriptor) {
      add(Type.getObjectType(owner));
      calls.add(new MethodCode.Call(owner, name + descriptor));
    }

    private void add(Type type) {
      Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
      if (element.getSort() == Type.OBJECT) {
        classes.add(element.getInternalName());
      }
    }
  }
}
