package io.hawser.tests;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The C library's way to read a file, of which the JDK cannot know that it waits. It is reached by
 * name: this is compiled for a Java that does not have {@code java.lang.foreign} for good.
 */
final class NativeFile {
  private static final Class<?> LINKER = foreign("Linker");
  private static final Class<?> LAYOUT = foreign("MemoryLayout");
  private static final Class<?> SEGMENT = foreign("MemorySegment");

  private NativeFile() {}

  /** Waits for the first byte of a file. */
  static int firstByte(Path path) {
    try {
      return read(path);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static int read(Path path) throws Throwable {
    Object address = foreign("ValueLayout").getField("ADDRESS").get(null);
    Object number = foreign("ValueLayout").getField("JAVA_INT").get(null);
    Object file =
        function("fopen", address, address, address)
            .invokeWithArguments(string(path.toString()), string("r"));
    try {
      return (int) function("fgetc", number, address).invokeWithArguments(file);
    } finally {
      function("fclose", number, address).invokeWithArguments(file);
    }
  }

  private static MethodHandle function(String name, Object result, Object... arguments)
      throws ReflectiveOperationException {
    Object linker = LINKER.getMethod("nativeLinker").invoke(null);
    Object lookup = LINKER.getMethod("defaultLookup").invoke(linker);
    var found =
        (Optional<?>) foreign("SymbolLookup").getMethod("find", String.class).invoke(lookup, name);
    Class<?> type = foreign("FunctionDescriptor");
    Object signature =
        type.getMethod("of", LAYOUT, LAYOUT.arrayType())
            .invoke(null, result, array(LAYOUT, arguments));
    Class<?> option = foreign("Linker$Option");
    return (MethodHandle)
        LINKER
            .getMethod("downcallHandle", SEGMENT, type, option.arrayType())
            .invoke(linker, found.orElseThrow(), signature, array(option));
  }

  private static Object string(String text) throws ReflectiveOperationException {
    Class<?> type = foreign("Arena");
    Object arena = type.getMethod("ofAuto").invoke(null);
    return type.getMethod("allocateFrom", String.class).invoke(arena, text);
  }

  private static Object array(Class<?> type, Object... all) {
    Object array = Array.newInstance(type, all.length);
    for (int i = 0; i < all.length; i++) {
      Array.set(array, i, all[i]);
    }
    return array;
  }

  private static Class<?> foreign(String name) {
    try {
      return Class.forName("java.lang.foreign." + name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
