package io.github.polars4j.internal.watch;

import io.github.polars4j.internal.jni.NativeLibrary;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.jspecify.annotations.Nullable;

/** The event {@code polars4j.Read}. */
@Name("polars4j.Read")
@Label("Polars Read")
@Category("polars4j")
@Description("A frame, or batch after batch, was read")
final class ReadEvent extends Event implements Watch {
  @Label("Source")
  @Description("The file, or <InputStream>, <channel>, <byte[]> or <ByteBuffer>")
  private @Nullable String source;

  @Label("Format")
  private @Nullable String format;

  @Label("Rows")
  private long rows;

  @Label("Bytes")
  @DataAmount
  @Description("The size of a file, or what was read of a stream")
  private long bytes;

  @Label("Native Memory")
  @DataAmount
  @Description("What all open frames and series hold at the end")
  private long nativeMemory;

  @Label("Done")
  @Description("Whether it came to its good end")
  private boolean done;

  private transient boolean ended; // no field of the event

  private ReadEvent() {}

  /** One under way, or none if nobody records it. */
  static Watch start(String source, String format) {
    ReadEvent event = new ReadEvent();
    if (!event.isEnabled()) {
      return NONE;
    }
    event.source = source;
    event.format = format;
    event.begin();
    return event;
  }

  @Override
  public boolean on() {
    return true;
  }

  @Override
  public synchronized void end(long rows, long bytes, boolean done) {
    if (ended) {
      return;
    }
    ended = true;
    end();
    if (shouldCommit()) {
      this.rows = rows;
      this.bytes = bytes;
      this.done = done;
      this.nativeMemory = NativeLibrary.held();
      commit();
    }
  }
}
