package io.github.polars4j;

/**
 * Shows {@link NativeMemory} to JMX: {@link NativeMemory#registerMXBean} registers one by the name
 * {@code io.github.polars4j:type=NativeMemory}.
 */
public interface NativeMemoryMXBean {
  /** The name of the bean. */
  String OBJECT_NAME = "io.github.polars4j:type=NativeMemory";

  /** Returns {@link NativeMemory#liveHandles}. */
  long getLiveHandles();

  /** Returns {@link NativeMemory#liveDataFrames}. */
  long getLiveDataFrames();

  /** Returns {@link NativeMemory#liveSeries}. */
  long getLiveSeries();

  /** Returns {@link NativeMemory#liveWriters}. */
  long getLiveWriters();

  /** Returns {@link NativeMemory#bytesHeld}. */
  long getBytesHeld();
}
