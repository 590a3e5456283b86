package io.github.polars4j.internal.watch;

import io.github.polars4j.internal.jni.NativeLibrary;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.jspecify.annotations.Nullable;

/** The event {@code polars4j.Write}. */
@Name("polars4j.Write")
@Label("Polars Write")
@Category("polars4j")
@Description("A frame, or batch after batch, was written")
final class WriteEvent extends Event implements Watch {
  @Label("Target")
  @Description("The file, or <OutputStream> or <channel>")
  private @Nullable String target;

  @Label("Format")
  private @Nullable String format;

  @Label("Codec")
  private @Nullable String codec;

  @Label("Rows")
  private long rows;

  @Label("Bytes")
  @DataAmount
  private long bytes;

  @Label("Native Memory")
  @DataAmount
  @Description("What all open frames and series hold at the end")
  private long nativeMemory;

  @Label("Done")
  @Description("Whether it came to its good end")
  private boolean done;

  private transient boolean ended; // no field of the event

  private WriteEvent() {}

  /** One under way, or none if nobody records it. */
  static Watch start(String target, String format, String codec) {
    WriteEvent event = new WriteEvent();
    if (!event.isEnabled()) {
      return NONE;
    }
    event.target = target;
    event.format = format;
    event.codec = codec;
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
