package io.github.polars4j;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A file of the user's own kind that is whole or not there: an object in a store, a file of Hadoop.
 * Every writer takes one:
 *
 * <pre>{@code
 * OutputFile object = new OutputFile() {
 *   private final Upload upload = store.upload(key);
 *
 *   public OutputStream create() throws IOException {
 *     return upload.stream();
 *   }
 *
 *   public void commit() throws IOException {
 *     upload.complete();
 *   }
 *
 *   public void discard() throws IOException {
 *     upload.abort();
 *   }
 * };
 * new ParquetWriter(object).finish(frame);
 * }</pre>
 *
 * <p>A writer calls {@link #create} once, then {@link #commit} or {@link #discard}, on the thread
 * that writes. What these throw reaches the caller unchanged. A path needs none of this: its file
 * appears when it is complete.
 */
public interface OutputFile {
  /**
   * Begins the file, and returns where its bytes go. The writer closes the stream when all are
   * written, before {@link #commit}, and also before {@link #discard}.
   */
  OutputStream create() throws IOException;

  /** Makes the file appear, with all bytes that were written. */
  void commit() throws IOException;

  /** Gives up the file, of which nothing may stay. */
  void discard() throws IOException;

  /** Returns what messages call the file; by default its class. */
  default String name() {
    String simple = getClass().getSimpleName();
    return "<" + (simple.isEmpty() ? "OutputFile" : simple) + ">";
  }
}
